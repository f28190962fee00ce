// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.demo;

import io.tokamak.cli.command.FileCopy;
import io.tokamak.cli.text.ByteSize;
import io.tokamak.cli.text.TextTable;
import io.tokamak.cli.text.TextTable.Align;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What the demonstration shows between start and end. */
final class Scenes {
  private static final Duration READER_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(1);
  private static final byte[] NO_METADATA = {};

  private final Story story;
  private final ObjectStoreClient client;
  private final Samples samples;
  private final Path directory;

  Scenes(Story story, ObjectStoreClient client, Samples samples, Path directory) {
    this.story = story;
    this.client = client;
    this.samples = samples;
    this.directory = directory;
  }

  /** Files become objects. */
  void put() throws IOException {
    story.chapter(
        "Putting %d files, %s"
            .formatted(samples.all().size(), ByteSize.format(samples.totalLength())));
    TextTable table = new TextTable(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT);
    table.row("OBJECT", "NUMBER", "SIZE", "PUT", "GET+RELEASE");
    Latency latency = new Latency(client);
    latency.nanoseconds(putFirst());
    for (List<Sample> group : samples.groups()) {
      table.row(row(group, latency));
    }
    story.tell(table.render());
    story.tell("(put reads the file into shared memory; get and release need no system call)");
  }

  /** Only so that the compiler has seen the code before it is timed. */
  private List<Sample> putFirst() {
    Sample first = new Sample("", directory, 0, ObjectId.random());
    client.put(first.id(), NO_METADATA);
    return List.of(first);
  }

  private String[] row(List<Sample> group, Latency latency) throws IOException {
    long startNs = System.nanoTime();
    long length = 0;
    for (Sample sample : group) {
      length += FileCopy.put(client, sample.id(), sample.file(), NO_METADATA);
    }
    double seconds = (System.nanoTime() - startNs) / 1e9;
    return new String[] {
      group.getFirst().group(),
      Integer.toString(group.size()),
      ByteSize.format(length),
      "%.0f MB/s".formatted(length / 1e6 / seconds),
      "%.0f ns".formatted(latency.nanoseconds(group))
    };
  }

  /** Other processes see the same bytes. */
  void readElsewhere(Path socket, int count) throws IOException, InterruptedException {
    story.chapter("Reading them in " + count + " other processes at once");
    Manifest manifest = Manifest.of(samples.all());
    manifest.write(manifestFile());
    List<Reader> readers = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        readers.add(Reader.start(socket, manifestFile(), directory.resolve("reader-" + i)));
      }
      for (Reader reader : readers) {
        checkReader(reader);
      }
    } finally {
      readers.forEach(Reader::close);
    }
  }

  private void checkReader(Reader reader) throws IOException, InterruptedException {
    boolean good = reader.awaitSuccess(READER_TIMEOUT);
    story.check(
        good,
        "process %d: %d objects, each with the SHA-256 of its file (%.1f s with its start)%s"
            .formatted(
                reader.pid(),
                samples.all().size(),
                reader.elapsed().toMillis() / 1e3,
                good ? "" : ": " + reader.output()));
  }

  /** A process dies in the worst moment, and nobody notices. */
  void killReader(Path socket) throws IOException, InterruptedException {
    story.chapter("Killing a reader in mid-read (kill -9)");
    long freeBefore = freeBytes();
    Sample largest =
        samples.all().stream().max(Comparator.comparingLong(Sample::length)).orElseThrow();
    try (Reader victim =
        Reader.start(socket, manifestFile(), directory.resolve("victim"), "--for-ever")) {
      boolean reading = victim.awaitLine(ReaderCommand.READING, READER_TIMEOUT);
      story.check(
          reading && isHolder(victim, largest),
          "process %d reads: %d objects in use, one half written"
              .formatted(victim.pid(), objectsInUse()));
      victim.kill();
      checkRecovery(victim, freeBefore);
    }
  }

  private void checkRecovery(Reader victim, long freeBefore) throws IOException {
    long startNs = System.nanoTime();
    boolean clean =
        Waiting.until(
            () -> objectsInUse() == 0 && unsealed() == 0 && freeBytes() == freeBefore,
            RECOVERY_TIMEOUT);
    story.check(
        clean,
        "process %d is dead; %.0f ms later %d objects are in use, %d half written, %s free as before"
            .formatted(
                victim.pid(),
                (System.nanoTime() - startNs) / 1e6,
                objectsInUse(),
                unsealed(),
                ByteSize.format(freeBytes())));
    story.check(intact(), "all objects are there, each with the SHA-256 of its file");
  }

  private boolean intact() throws IOException {
    for (Map.Entry<ObjectId, String> entry : Manifest.read(manifestFile()).digests().entrySet()) {
      if (!HexFormat.of().formatHex(client.hash(entry.getKey())).equals(entry.getValue())) {
        return false;
      }
    }
    return true;
  }

  private boolean isHolder(Reader reader, Sample sample) {
    return client.holders(sample.id()).stream().anyMatch(holder -> holder.pid() == reader.pid());
  }

  private long objectsInUse() {
    return client.list().stream().filter(object -> object.pins() > 0).count();
  }

  private long unsealed() {
    return client.list().stream().filter(object -> object.state() == ObjectState.CREATED).count();
  }

  /** What is not reserved yet counts as free: that goes on in the background. */
  private long freeBytes() {
    Map<String, Long> counters = client.stats();
    return counters.getOrDefault("free-bytes", 0L)
        + counters.getOrDefault("capacity-bytes", 0L)
        - counters.getOrDefault("reserved-bytes", 0L);
  }

  private Path manifestFile() {
    return directory.resolve(Manifest.FILE_NAME);
  }
}
