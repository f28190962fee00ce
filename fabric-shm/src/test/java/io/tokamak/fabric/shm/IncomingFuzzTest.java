// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.testkit.seed.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The parser of frames, in pieces of any size and with any bytes. */
final class IncomingFuzzTest {
  private static final List<FrameType> TYPES = List.of(FrameType.values());

  /** Gives out bytes in random portions. */
  private static final class Portions implements ReadableByteChannel {
    private final ByteBuffer bytes;
    private final RandomGenerator random;

    Portions(byte[] bytes, RandomGenerator random) {
      this.bytes = ByteBuffer.wrap(bytes);
      this.random = random;
    }

    @Override
    public int read(ByteBuffer target) {
      int step = random.nextInt(Math.min(target.remaining(), bytes.remaining()) + 1);
      target.put(bytes.slice(bytes.position(), step));
      bytes.position(bytes.position() + step);
      return step;
    }

    @Override
    public boolean isOpen() {
      return bytes.hasRemaining();
    }

    @Override
    public void close() {}
  }

  /** Remembers frames. */
  private static final class Log implements Incoming.Receiver {
    final List<String> frames = new ArrayList<>();

    @Override
    public void frame(FrameHeader header, MemorySegment payload, long offset) {
      frames.add(describe(header.type, header.number, Flow.bytes(header, payload, offset)));
    }

    @Override
    public boolean isOpen() {
      return true;
    }
  }

  private static String describe(FrameType type, long number, byte[] payload) {
    return type + " " + number + " " + payload.length + " " + Arrays.hashCode(payload);
  }

  private static List<String> parse(byte[] bytes, RandomGenerator random) throws IOException {
    Log log = new Log();
    Incoming incoming = new Incoming(log);
    Portions portions = new Portions(bytes, random);
    while (portions.isOpen()) {
      incoming.read(portions, 1 << 20);
    }
    return log.frames;
  }

  private static byte[] frames(RandomGenerator random, List<String> expected) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 20; i++) {
      FrameType type = TYPES.get(random.nextInt(TYPES.size()));
      int longest = Math.clamp(1L << random.nextInt(21), type.minLength(), type.maxLength());
      byte[] payload = new byte[random.nextInt(type.minLength(), longest + 1)];
      random.nextBytes(payload);
      long number = random.nextLong();
      byte[] header = new byte[FrameHeader.LENGTH];
      FrameHeader.write(MemorySegment.ofArray(header), type, payload.length, number);
      all.writeBytes(header);
      all.writeBytes(payload);
      expected.add(describe(type, number, payload));
    }
    return all.toByteArray();
  }

  @Test
  void shouldFindTheSameFramesInPortionsOfAnySize() {
    Seeds.run(
        "shouldFindTheSameFramesInPortionsOfAnySize",
        random -> {
          for (int i = 0; i < 50; i++) {
            List<String> expected = new ArrayList<>();
            byte[] bytes = frames(random, expected);
            assertThat(parse(bytes, random)).isEqualTo(expected);
          }
        });
  }

  @Test
  void shouldEndInABadFrameAtMost() {
    Seeds.run(
        "shouldEndInABadFrameAtMost",
        random -> {
          int refused = 0;
          for (int i = 0; i < 200; i++) {
            byte[] bytes = frames(random, new ArrayList<>());
            for (int wrong = 0; wrong < 20; wrong++) {
              bytes[random.nextInt(Math.min(bytes.length, 1 + wrong * 100))] = (byte) i;
            }
            try {
              parse(bytes, random);
            } catch (BadFrameException bad) {
              refused++;
            }
          }
          assertThat(refused).isPositive();
        });
  }
}
