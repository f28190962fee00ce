// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.memory.Segment;
import io.tokamak.memory.SegmentHeader;
import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.memory.os.Poller;
import io.tokamak.memory.os.UnixListener;
import io.tokamak.memory.words.MappedWords;
import io.tokamak.store.ObjectStore;
import io.tokamak.store.StoreCounters;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SplittableRandom;

/** A service wired as the server wires it, but for who may come and what backs the memory. */
final class WiredService implements AutoCloseable {
  final Path socket;
  final StoreCounters counters;
  private final SegmentFile file;
  private final Poller poller = Poller.open(16);
  private final Reservation reservation;
  private final LocalService service;
  private final Thread thread;

  WiredService(Path directory, Access access, BackingMemory memory) {
    StoreConfig config = Stores.config(directory);
    SystemClock clock = new SystemClock();
    SegmentGeometry geometry = new SegmentGeometry(Stores.CAPACITY, 4, 1024);
    this.socket = config.socket();
    this.file = SegmentFile.create(config, socket, geometry);
    SegmentHeader header = new SegmentHeader(geometry, 1, 1, 1);
    Segment segment = Segment.format(file.mapping(), new MappedWords(file.mapping()), header);
    ObjectStore store =
        new ObjectStore(segment, config.settings(), clock, file, new SplittableRandom(1));
    this.counters = store.counters();
    this.reservation = new Reservation(memory, geometry, poller::wakeUp);
    Greeter greeter = new Greeter(store, file, header, access, counters);
    UnixListener listener =
        UnixListener.listen(socket, PosixFilePermissions.fromString("rw-------"), 16);
    listener.blocking(false);
    this.service = new LocalService(store, clock, poller, listener, greeter, reservation, counters);
    this.thread = Thread.ofPlatform().name("wired-service").start(service);
    reservation.start();
  }

  @Override
  public void close() {
    service.stop();
    reservation.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    file.close();
  }
}
