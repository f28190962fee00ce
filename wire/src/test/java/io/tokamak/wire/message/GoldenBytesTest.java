// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.ObjectState;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.Heap;
import io.tokamak.wire.frame.MessageType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of each message, written down: other languages and older releases rely on them. */
final class GoldenBytesTest {
  private static final long CORRELATION = 0x0102030405060708L;
  static final ObjectId A = ObjectId.fromHex("000102030405060708090a0b0c0d0e0f10111213");
  static final ObjectId B = ObjectId.fromHex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffe0e1e2e3");

  private final FrameWriter writer = Heap.writer();
  private final FrameReader reader = new FrameReader();

  static Stream<Arguments> requests() {
    return Stream.concat(ofStore(), ManagerGoldenBytes.requests());
  }

  private static Stream<Arguments> ofStore() {
    return Stream.of(
        request(
            new HelloRequest(true, 4711, "grün"),
            "1c000000 01010000 0807060504030201 01 67120000 05006772c3bc6e"),
        request(
            new AttachRequest(0x8000000000000001L),
            "18000000 01020000 0807060504030201 0100000000000080"),
        request(new GoodbyeRequest(), "10000000 01030000 0807060504030201"),
        request(
            new LeaseRequest(1L << 20, 64),
            "1c000000 01040000 0807060504030201 0000100000000000 40000000"),
        request(
            new CreateRequest(A, 1L << 32, 5, -1),
            """
            38000000 01050000 0807060504030201 000102030405060708090a0b0c0d0e0f10111213
            0000000001000000 05000000 ffffffffffffffff
            """),
        request(
            new SealRequest(A),
            "24000000 01060000 0807060504030201 000102030405060708090a0b0c0d0e0f10111213"),
        request(
            new AbortRequest(B),
            "24000000 01070000 0807060504030201 f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffe0e1e2e3"),
        request(
            new GetRequest(250, List.of(A, B, A)),
            """
            58000000 01080000 0807060504030201 fa00000000000000 03000000
            000102030405060708090a0b0c0d0e0f10111213
            f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffe0e1e2e3
            000102030405060708090a0b0c0d0e0f10111213
            """),
        request(
            new ReleaseRequest(List.of(new EntryRef(7, 9), new EntryRef(8, -1))),
            "24000000 01090000 0807060504030201 02000000 07000000 09000000 08000000 ffffffff"),
        request(
            ReleasedNotice.of(7, 0x80000000),
            "1c000000 010a0000 0807060504030201 01000000 07000000 00000080"),
        request(DoorbellNotice.DOORBELL, "10000000 010b0000 0807060504030201"),
        request(
            new ContainsRequest(List.of(B, A)),
            """
            3c000000 010c0000 0807060504030201 02000000
            f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffe0e1e2e3
            000102030405060708090a0b0c0d0e0f10111213
            """),
        request(new ListRequest(17, 1000), "18000000 010d0000 0807060504030201 11000000 e8030000"),
        request(
            new DeleteRequest(List.of(A, B)),
            """
            3c000000 010e0000 0807060504030201 02000000
            000102030405060708090a0b0c0d0e0f10111213
            f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffe0e1e2e3
            """),
        request(new EvictRequest(65536), "18000000 010f0000 0807060504030201 0000010000000000"),
        request(
            new TouchRequest(List.of(A)),
            """
            28000000 01100000 0807060504030201 01000000
            000102030405060708090a0b0c0d0e0f10111213
            """),
        request(
            new PinRequest(List.of(A)),
            """
            28000000 01110000 0807060504030201 01000000
            000102030405060708090a0b0c0d0e0f10111213
            """),
        request(
            new UnpinRequest(List.of(B)),
            """
            28000000 01120000 0807060504030201 01000000
            f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffe0e1e2e3
            """),
        request(
            new PutRequest(
                List.of(
                    new PutObject(A, bytes(1, 2, 3), bytes(4)),
                    new PutObject(B, bytes(), bytes()))),
            """
            50000000 01130000 0807060504030201 02000000
            000102030405060708090a0b0c0d0e0f10111213 03000000 01000000 010203 04
            f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffe0e1e2e3 00000000 00000000
            """),
        request(new SubscribeRequest(), "10000000 01140000 0807060504030201"),
        request(new StatsRequest(), "10000000 01160000 0807060504030201"),
        request(new QuotaRequest(1L << 30), "18000000 01170000 0807060504030201 0000004000000000"),
        request(
            new InfoRequest(List.of(A, B)),
            """
            3c000000 01180000 0807060504030201 02000000
            000102030405060708090a0b0c0d0e0f10111213
            f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffe0e1e2e3
            """),
        request(
            new HoldersRequest(A),
            "24000000 01190000 0807060504030201 000102030405060708090a0b0c0d0e0f10111213"));
  }

  static Stream<Arguments> replies() {
    return Stream.concat(byStore(), ManagerGoldenBytes.replies());
  }

  private static Stream<Arguments> byStore() {
    return Stream.of(
        reply(
            MessageType.HELLO,
            new WelcomeReply(
                0xfedcba9876543210L,
                0x1122334455667788L,
                WelcomeReply.NO_SLOT,
                1L << 31,
                1L << 30,
                true),
            """
            35000000 01010000 0807060504030201 1032547698badcfe 8877665544332211 ffffffff
            0000008000000000 0000004000000000 01
            """),
        reply(MessageType.ATTACH, EmptyReply.DONE, "10000000 01020000 0807060504030201"),
        reply(MessageType.GOODBYE, EmptyReply.DONE, "10000000 01030000 0807060504030201"),
        reply(
            MessageType.LEASE,
            new LeaseReply(0x10000, 0x8000, new int[] {5, 6, 0x01020304}),
            """
            30000000 01040000 0807060504030201 0000010000000000 0080000000000000 03000000
            05000000 06000000 04030201
            """),
        reply(
            MessageType.CREATE,
            new CreateReply(12, 0xfffffffe, 0x4000),
            "20000000 01050000 0807060504030201 0c000000 feffffff 0040000000000000"),
        reply(MessageType.SEAL, EmptyReply.DONE, "10000000 01060000 0807060504030201"),
        reply(MessageType.ABORT, EmptyReply.DONE, "10000000 01070000 0807060504030201"),
        reply(
            MessageType.GET,
            new GetReply(
                List.of(
                    new ObjectLocation(true, 7, 9, 3, 0x40, 100, 8),
                    ObjectLocation.ABSENT,
                    new ObjectLocation(
                        true, 8, 1, ObjectLocation.PINNED_BY_STORE, 1L << 40, 1L << 33, 0))),
            """
            77000000 01080000 0807060504030201 03000000 01 07000000 09000000 03000000
            4000000000000000 6400000000000000 08000000
            000000000000000000000000000000000000000000000000000000000000000000 01 08000000
            01000000 ffffffff 0000000000010000 0000000002000000 00000000
            """),
        reply(MessageType.RELEASE, EmptyReply.DONE, "10000000 01090000 0807060504030201"),
        reply(
            MessageType.CONTAINS,
            new ContainsReply(List.of(true, false)),
            "16000000 010c0000 0807060504030201 02000000 01 00"),
        reply(
            MessageType.LIST,
            new ListReply(
                18,
                List.of(
                    new ObjectInfo(
                        A,
                        ObjectState.SEALED,
                        4096,
                        16,
                        3,
                        true,
                        1_700_000_000_000_001L,
                        1_700_000_000_000_002L,
                        4711,
                        0x40000),
                    new ObjectInfo(
                        B,
                        ObjectState.CREATED,
                        7,
                        0,
                        0,
                        false,
                        1_700_000_000_000_003L,
                        0,
                        4712,
                        0x41040))),
            """
            9c000000 010d0000 0807060504030201 12000000 02000000
            000102030405060708090a0b0c0d0e0f10111213 02 0010000000000000 10000000 03000000
            01 01401e18240a0600 02401e18240a0600 67120000 0000040000000000
            f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffe0e1e2e3 01 0700000000000000 00000000 00000000
            00 03401e18240a0600 0000000000000000 68120000 4010040000000000
            """),
        reply(
            MessageType.DELETE,
            new DeleteReply(
                List.of(
                    DeleteOutcome.UNKNOWN,
                    DeleteOutcome.DELETED,
                    DeleteOutcome.DEFERRED,
                    DeleteOutcome.REFUSED)),
            "18000000 010e0000 0807060504030201 04000000 00010203"),
        reply(
            MessageType.EVICT,
            new EvictReply(8192, 2),
            "1c000000 010f0000 0807060504030201 0020000000000000 02000000"),
        reply(MessageType.TOUCH, new TouchReply(3), "14000000 01100000 0807060504030201 03000000"),
        reply(MessageType.PIN, EmptyReply.DONE, "10000000 01110000 0807060504030201"),
        reply(MessageType.UNPIN, EmptyReply.DONE, "10000000 01120000 0807060504030201"),
        reply(MessageType.PUT, EmptyReply.DONE, "10000000 01130000 0807060504030201"),
        reply(MessageType.SUBSCRIBE, EmptyReply.DONE, "10000000 01140000 0807060504030201"),
        reply(
            MessageType.EVENTS,
            new EventsPush(
                List.of(
                    ObjectEvent.sealed(A, 4096, 16), ObjectEvent.deleted(B), ObjectEvent.resync())),
            """
            83000000 01150000 0807060504030201 03000000 01
            000102030405060708090a0b0c0d0e0f10111213 0010000000000000 1000000000000000 02
            f0f1f2f3f4f5f6f7f8f9fafbfcfdfeffe0e1e2e3 ffffffffffffffff ffffffffffffffff 03
            0000000000000000000000000000000000000000 ffffffffffffffff ffffffffffffffff
            """),
        reply(
            MessageType.STATS,
            new StatsReply(List.of(new CounterValue("gets", 5), new CounterValue("x", -1))),
            """
            2d000000 01160000 0807060504030201 02000000 040067657473 0500000000000000 010078
            ffffffffffffffff
            """),
        reply(MessageType.QUOTA, EmptyReply.DONE, "10000000 01170000 0807060504030201"),
        reply(
            MessageType.INFO,
            new InfoReply(
                List.of(
                    Optional.of(
                        new ObjectInfo(
                            A,
                            ObjectState.SEALED,
                            4096,
                            16,
                            3,
                            true,
                            1_700_000_000_000_001L,
                            1_700_000_000_000_002L,
                            4711,
                            0x40000)),
                    Optional.empty())),
            """
            58000000 01180000 0807060504030201 02000000 01
            000102030405060708090a0b0c0d0e0f10111213 02 0010000000000000 10000000 03000000
            01 01401e18240a0600 02401e18240a0600 67120000 0000040000000000 00
            """),
        reply(
            MessageType.HOLDERS,
            new HoldersReply(List.of(new Holder(4711, "grün", 2))),
            "23000000 01190000 0807060504030201 01000000 67120000 05006772c3bc6e 02000000"),
        reply(
            MessageType.SEAL,
            new ErrorReply(ErrorCode.OBJECT_NOT_FOUND, "no object 00; create it first"),
            """
            31000000 01060200 0807060504030201 1d000000
            6e6f206f626a6563742030303b20637265617465206974206669727374
            """));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void shouldEncodeRequests(Request request, String hex) {
    int length = request.write(writer, CORRELATION);

    assertThat(hexOf(writer)).isEqualTo(hex);
    assertThat(length).isEqualTo(hex.length() / 2);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void shouldDecodeRequests(Request request, String hex) {
    wrap(hex);

    assertThat(reader.correlation()).isEqualTo(CORRELATION);
    assertThat(Request.read(reader)).isEqualTo(request);
  }

  @ParameterizedTest
  @MethodSource("replies")
  void shouldEncodeReplies(MessageType type, Reply reply, String hex) {
    int length = reply.write(writer, type, CORRELATION);

    assertThat(hexOf(writer)).isEqualTo(hex);
    assertThat(length).isEqualTo(hex.length() / 2);
  }

  @ParameterizedTest
  @MethodSource("replies")
  void shouldDecodeReplies(MessageType type, Reply reply, String hex) {
    wrap(hex);

    assertThat(reader.type()).isEqualTo(type);
    assertThat(reader.correlation()).isEqualTo(CORRELATION);
    assertThat(AnyReply.read(reader)).isEqualTo(reply);
  }

  @Test
  void shouldKnowEveryMessage() {
    Set<Class<?>> seen = new HashSet<>();
    requests().forEach(golden -> seen.add(golden.get()[0].getClass()));
    replies().forEach(golden -> seen.add(golden.get()[1].getClass()));

    assertThat(seen).isEqualTo(AnyReply.messageClasses());
  }

  private void wrap(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    reader.wrap(MemorySegment.ofArray(bytes), 0, bytes.length);
  }

  private static String hexOf(FrameWriter writer) {
    return HexFormat.of().formatHex(writer.frame().toArray(ValueLayout.JAVA_BYTE));
  }

  static Arguments request(Request request, String hex) {
    return arguments(request, hex.replaceAll("\\s", ""));
  }

  static Arguments reply(MessageType type, Reply reply, String hex) {
    return arguments(type, reply, hex.replaceAll("\\s", ""));
  }

  private static MemorySegment bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return MemorySegment.ofArray(bytes);
  }
}
