// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.testkit.seed.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The parser of frames, in pieces of any size and with any bytes. */
final class IncomingFuzzTest {
  /** Gives out bytes in random portions. */
  private static final class Portions implements ScatteringByteChannel {
    private final ByteBuffer bytes;
    private final RandomGenerator random;

    Portions(byte[] bytes, RandomGenerator random) {
      this.bytes = ByteBuffer.wrap(bytes);
      this.random = random;
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
      long total = 0;
      for (int i = offset; i < offset + length; i++) {
        int there = targets[i].remaining();
        total += portion(targets[i]);
        if (targets[i].remaining() > 0 || there == 0) {
          break;
        }
      }
      return total;
    }

    private int portion(ByteBuffer target) {
      int most = Math.min(target.remaining(), bytes.remaining());
      int step = most == 0 ? 0 : random.nextInt(most + 1);
      target.put(bytes.slice(bytes.position(), step));
      bytes.position(bytes.position() + step);
      return step;
    }

    @Override
    public long read(ByteBuffer[] targets) {
      return read(targets, 0, targets.length);
    }

    @Override
    public int read(ByteBuffer target) {
      return portion(target);
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}

    boolean isAtEnd() {
      return !bytes.hasRemaining();
    }
  }

  /** Remembers frames; DATA goes nowhere, so that only its checksum tells. */
  private static final class Log implements Incoming.Receiver {
    final List<String> frames = new ArrayList<>();

    @Override
    public void frame(FrameHeader header, MemorySegment payload) {
      byte[] bytes = payload.toArray(ValueLayout.JAVA_BYTE);
      frames.add(header.type + " " + header.length + " " + Arrays.hashCode(bytes));
    }

    @Override
    public void place(FrameHeader header, Incoming.Placement placement) {}

    @Override
    public void placed(FrameHeader header, boolean intact) {
      frames.add(header.type + " " + header.length + " " + intact);
    }

    @Override
    public boolean isOpen() {
      return true;
    }
  }

  private static void feed(byte[] bytes, boolean ahead, Log log, RandomGenerator random)
      throws IOException {
    Incoming incoming = new Incoming(new Pages(), log);
    if (ahead) {
      incoming.readAhead();
    }
    Portions portions = new Portions(bytes, random);
    for (int reads = 0; !portions.isAtEnd() && reads < 1_000_000; reads++) {
      incoming.read(portions, 1 << 20);
    }
    incoming.close();
  }

  private static byte[] frames(RandomGenerator random, boolean ahead, List<String> expected) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 20; i++) {
      FrameType type =
          switch (random.nextInt(3)) {
            case 0 -> FrameType.DATA;
            case 1 -> ahead ? FrameType.MESSAGE : FrameType.GOODBYE;
            default -> FrameType.PING;
          };
      int longest = Math.min(type.maxLength(), 1 << random.nextInt(21));
      byte[] payload = new byte[random.nextInt(longest + 1)];
      random.nextBytes(payload);
      FrameHeader header = new FrameHeader().start(type);
      header.length = payload.length;
      header.payloadChecksum = new Checksum().of(ByteBuffer.wrap(payload), 0, payload.length);
      ByteBuffer bytes = FrameHeader.buffer(FrameHeader.LENGTH);
      header.write(bytes);
      byte[] head = new byte[FrameHeader.LENGTH];
      bytes.get(0, head);
      all.writeBytes(head);
      all.writeBytes(payload);
      String rest = type == FrameType.DATA ? "true" : Integer.toString(Arrays.hashCode(payload));
      expected.add(type + " " + payload.length + " " + rest);
    }
    return all.toByteArray();
  }

  @Test
  void shouldFindTheSameFramesInPortionsOfAnySize() {
    Seeds.run(
        "shouldFindTheSameFramesInPortionsOfAnySize",
        random -> {
          for (int i = 0; i < 200; i++) {
            List<String> expected = new ArrayList<>();
            boolean ahead = random.nextBoolean();
            byte[] bytes = frames(random, ahead, expected);
            Log log = new Log();
            feed(bytes, ahead, log, random);
            assertThat(log.frames).isEqualTo(expected);
          }
        });
  }

  @Test
  void shouldEndInABadFrameAtMost() {
    Seeds.run(
        "shouldEndInABadFrameAtMost",
        random -> {
          int refused = 0;
          for (int i = 0; i < 500; i++) {
            boolean ahead = random.nextBoolean();
            List<String> expected = new ArrayList<>();
            byte[] bytes = frames(random, ahead, expected);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Log log = new Log();
            try {
              feed(bytes, ahead, log, random);
            } catch (BadFrameException bad) {
              refused++;
            }
            assertThat(log.frames).isNotEqualTo(expected);
          }
          assertThat(refused).isPositive();
        });
  }
}
