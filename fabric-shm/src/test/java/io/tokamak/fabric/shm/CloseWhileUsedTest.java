// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.testkit.fabric.Party;
import io.tokamak.testkit.fabric.Scene;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Regions are closed and their memory is used for something else while a peer uses them. */
@Timeout(120)
final class CloseWhileUsedTest {
  private static final int LENGTH = 96 << 10;
  private static final int ROUNDS = 300;

  /** A node with a thread of its own, which writes and reads all the time where it is told to. */
  private static final class User implements Runnable, FabricListener {
    final AtomicReference<RemotePointer> target = new AtomicReference<>();
    final AtomicReference<String> complaint = new AtomicReference<>("");
    volatile boolean stopped;
    final AtomicLong done = new AtomicLong();

    private final Path socket;
    private final FabricAddress address;
    private boolean busy;

    User(Path socket, FabricAddress address) {
      this.socket = socket;
      this.address = address;
    }

    @Override
    public void run() {
      try (Arena arena = Arena.ofConfined();
          ShmFabric fabric =
              new ShmFabric(new NodeRef(50, 1), ShmOptions.at(socket), System::nanoTime)) {
        MemoryRegion local = fabric.register(arena.allocate(LENGTH), Access.LOCAL);
        long deadlineNs = System.nanoTime() + 60_000_000_000L;
        Endpoint endpoint = fabric.connect(NodeRef.ANYBODY, address, deadlineNs);
        while (!stopped) {
          fabric.poll(this);
          RemotePointer pointer = target.get();
          if (pointer != null && !busy) {
            local.memory().fill((byte) 'w');
            endpoint.write(local, 0, pointer, 1);
            endpoint.fence();
            busy = endpoint.read(local, 0, pointer, 2);
          }
        }
      } catch (IOException | RuntimeException failure) {
        complaint.set(failure.toString());
      }
    }

    @Override
    public void connected(Endpoint endpoint) {}

    @Override
    public void disconnected(Endpoint endpoint, String why) {
      complaint.set(why);
    }

    @Override
    public void received(Endpoint endpoint, MemorySegment message) {}

    @Override
    public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {
      if (status != OperationStatus.DONE && status != OperationStatus.STALE_POINTER) {
        complaint.set(status.toString());
      }
      if (token == 2) {
        busy = false;
        done.incrementAndGet();
      }
    }
  }

  @Test
  void shouldNotBeWrittenToAfterItWasClosed() throws Exception {
    ShmWorld world = new ShmWorld();
    try (Scene scene = new Scene(world)) {
      Party owner = scene.party(0);
      User user = new User(world.directory().resolve("user.sock"), owner.fabric().address());
      Thread thread = Thread.ofPlatform().start(user);
      MemorySegment memory = owner.memory(LENGTH, Access.LOCAL).memory();
      scene.until("a connection", () -> owner.connected().size() == 1);
      for (int i = 0; i < ROUNDS; i++) {
        MemoryRegion region = owner.fabric().register(memory, Access.WRITE);
        user.target.set(region.pointer(0, LENGTH));
        long before = user.done.get();
        int more = i % 7;
        scene.until("it is in use", () -> user.done.get() > before + more);
        region.close();
        memory.fill((byte) 'o');
        long after = user.done.get();
        scene.until("it was tried again", () -> user.done.get() > after + 3);
        assertThat(memory.mismatch(filledWith('o'))).as("round " + i).isEqualTo(-1);
      }
      user.stopped = true;
      thread.join();
      scene.until("its end", () -> owner.disconnected().size() == 1);
      assertThat(user.complaint).hasValue("");
    }
  }

  private static MemorySegment filledWith(int value) {
    return MemorySegment.ofArray(new byte[LENGTH]).fill((byte) value);
  }
}
