// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.testkit.seed.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Bytes come out as they went in, through rings that grow and wrap. */
final class ByteQueueTest {
  /** Takes as much as it likes. */
  private static final class Sink implements WritableByteChannel {
    final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final RandomGenerator random;

    Sink(RandomGenerator random) {
      this.random = random;
    }

    @Override
    public int write(ByteBuffer source) {
      byte[] step = new byte[random.nextInt(source.remaining() + 1)];
      source.get(step);
      taken.writeBytes(step);
      return step.length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  void shouldKeepTheOrder() {
    Seeds.run("shouldKeepTheOrder", ByteQueueTest::play);
  }

  private static void play(RandomGenerator random) throws IOException {
    ByteQueue first = new ByteQueue();
    ByteQueue second = new ByteQueue();
    ByteArrayOutputStream added = new ByteArrayOutputStream();
    Sink sink = new Sink(random);
    for (int i = 0; i < 2000; i++) {
      switch (random.nextInt(3)) {
        case 0 -> {
          byte[] bytes = new byte[random.nextInt(1 << random.nextInt(17))];
          random.nextBytes(bytes);
          int from = random.nextInt(bytes.length + 1);
          first.add(MemorySegment.ofArray(bytes), from, bytes.length - from);
          added.write(bytes, from, bytes.length - from);
        }
        case 1 -> first.moveTo(second, random.nextLong(first.bytes() + 1));
        default -> second.write(sink);
      }
    }
    first.moveTo(second, first.bytes());
    while (!second.isEmpty()) {
      second.write(sink);
    }
    assertThat(first.isEmpty()).isTrue();
    assertThat(sink.taken.toByteArray()).isEqualTo(added.toByteArray());
  }
}
