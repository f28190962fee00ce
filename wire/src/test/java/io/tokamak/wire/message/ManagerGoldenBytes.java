// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import static io.tokamak.wire.message.GoldenBytesTest.A;
import static io.tokamak.wire.message.GoldenBytesTest.B;
import static io.tokamak.wire.message.GoldenBytesTest.reply;
import static io.tokamak.wire.message.GoldenBytesTest.request;

import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.frame.MessageType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The bytes of the messages of the manager, written down. */
final class ManagerGoldenBytes {
  private static final NodeKey NODE = new NodeKey(0x1122334455667788L, 9);
  private static final ObjectSource SOURCE =
      new ObjectSource(NODE, 0x40, 1L << 32, 5, 7, 0xfffffffe);
  private static final SharedTexts SHARED =
      new SharedTexts(List.of(NODE), List.of("tcp", "eager", "grün"));
  private static final TransferSummary SUMMARY =
      new TransferSummary(
          12,
          0,
          0,
          1,
          2,
          4096,
          2,
          3,
          4,
          5,
          6,
          1_700_000_000_000_001L,
          123_456,
          List.of(new TransferSummary.Phase(1, 99)));

  private ManagerGoldenBytes() {}

  static Stream<Arguments> requests() {
    return Stream.of(
        request(
            new GreetRequest(4711, "grün"),
            "1b000000 011a0000 0807060504030201 6712000005006772c3bc6e"),
        request(
            new FetchRequest(FetchPriority.WAIT, 1, 250, "", List.of(A, B), List.of()),
            """
            4f000000 011b0000 0807060504030201
            0101000000fa0000 0000000000000002 0000000001020304 05060708090a0b0c
            0d0e0f10111213f0 f1f2f3f4f5f6f7f8 f9fafbfcfdfeffe0 e1e2e300000000
            """),
        request(
            new FetchRequest(FetchPriority.GET, 5, 250, "eager", List.of(A), List.of(SOURCE)),
            """
            6c000000 011b0000 0807060504030201
            0005000000fa0000 0000000000050065 6167657201000000 0001020304050607
            08090a0b0c0d0e0f 1011121301000000 8877665544332211 0900000000000000
            4000000000000000 0000000001000000 0500000007000000 feffffff
            """),
        request(
            new PrefetchRequest(250, List.of(A)),
            """
            30000000 011c0000 0807060504030201
            fa00000000000000 0100000000010203 0405060708090a0b 0c0d0e0f10111213
            """),
        request(
            new PushRequest(NODE, 250, List.of(B)),
            """
            40000000 011d0000 0807060504030201
            8877665544332211 0900000000000000 fa00000000000000 01000000f0f1f2f3
            f4f5f6f7f8f9fafb fcfdfeffe0e1e2e3
            """),
        request(
            new LocateRequest(250, List.of(A)),
            """
            30000000 011e0000 0807060504030201
            fa00000000000000 0100000000010203 0405060708090a0b 0c0d0e0f10111213
            """),
        request(new NodesRequest(17), "14000000 011f0000 0807060504030201 11000000"),
        request(
            new DeleteEverywhereRequest(250, List.of(A)),
            """
            30000000 01200000 0807060504030201
            fa00000000000000 0100000000010203 0405060708090a0b 0c0d0e0f10111213
            """),
        request(new PublishedRequest(250), "18000000 01210000 0807060504030201 fa00000000000000"),
        request(new TransfersRequest(100), "14000000 01220000 0807060504030201 64000000"),
        request(new CostsRequest(), "10000000 01230000 0807060504030201"),
        request(
            new CalibrateRequest(NODE, 250),
            """
            28000000 01240000 0807060504030201
            8877665544332211 0900000000000000 fa00000000000000
            """),
        request(
            new FollowRequest(NODE),
            "20000000 01250000 0807060504030201 88776655443322110900000000000000"),
        request(new ManagerStatusRequest(), "10000000 01260000 0807060504030201"),
        request(
            new BroadcastRequest(B, 250, List.of(NODE, new NodeKey(1, 2))),
            """
            50000000 01270000 0807060504030201
            fa00000000000000 f0f1f2f3f4f5f6f7 f8f9fafbfcfdfeff e0e1e2e302000000
            8877665544332211 0900000000000000 0100000000000000 0200000000000000
            """));
  }

  static Stream<Arguments> replies() {
    return Stream.of(
        reply(
            MessageType.GREET,
            new GreetReply(NODE),
            "20000000 011a0000 0807060504030201 88776655443322110900000000000000"),
        reply(
            MessageType.FETCH,
            new FetchReply(
                SHARED,
                List.of(
                    new FetchedItem.Pending(),
                    new FetchedItem.Present(),
                    new FetchedItem.Arrived(SUMMARY),
                    new FetchedItem.Failed(ErrorCode.TIMEOUT, 2))),
            """
            88000000 011b0000 0807060504030201
            0100000088776655 4433221109000000 0000000003000000 0300746370050065
            6167657205006772 c3bc6e0400000000 01020c0000000000 0000000000000100
            0200001000000000 0000020003000400 0000050000000600 01401e18240a0600
            40e2010000000000 0101006300000000 0000000308000200
            """),
        reply(MessageType.PREFETCH, EmptyReply.DONE, "10000000 011c0000 0807060504030201"),
        reply(
            MessageType.PUSH,
            new FetchReply(new SharedTexts(List.of(), List.of()), List.of()),
            "1c000000 011d0000 0807060504030201 000000000000000000000000"),
        reply(
            MessageType.BROADCAST,
            new FetchReply(new SharedTexts(List.of(), List.of()), List.of()),
            "1c000000 01270000 0807060504030201 000000000000000000000000"),
        reply(
            MessageType.LOCATE,
            new LocateReply(
                List.of(
                    new LocateReply.Sources(List.of(SOURCE)), new LocateReply.Sources(List.of()))),
            """
            48000000 011e0000 0807060504030201
            0200000001000000 8877665544332211 0900000000000000 4000000000000000
            0000000001000000 0500000007000000 feffffff00000000
            """),
        reply(
            MessageType.NODES,
            new NodesReply(
                18,
                List.of(
                    new NodeDescription(
                        NODE, "a", 1L << 30, true, "tcp", List.of("shm: no"), List.of("x")))),
            """
            4d000000 011f0000 0807060504030201
            1200000001000000 8877665544332211 0900000000000000 0100610000004000
            0000000103007463 7001000000070073 686d3a206e6f0100 0000010078
            """),
        reply(
            MessageType.DELETE_EVERYWHERE,
            new DeleteEverywhereReply(3, List.of("b: gone")),
            "21000000 01200000 0807060504030201 03000000010000000700623a20676f6e65"),
        reply(MessageType.PUBLISHED, EmptyReply.DONE, "10000000 01210000 0807060504030201"),
        reply(
            MessageType.TRANSFERS,
            new TransfersReply(
                SHARED, List.of(new TransferItem(A, true, TransferState.DONE, SUMMARY))),
            """
            96000000 01220000 0807060504030201
            0100000088776655 4433221109000000 0000000003000000 0300746370050065
            6167657205006772 c3bc6e0100000000 0102030405060708 090a0b0c0d0e0f10
            11121301010c0000 0000000000000000 0001000200001000 0000000000020003
            0004000000050000 00060001401e1824 0a060040e2010000 0000000101006300
            000000000000
            """),
        reply(
            MessageType.COSTS,
            new CostsReply(
                List.of("eager", "direct"),
                List.of(new CostRow("tcp", 1024, true, 1, List.of(-1L, 20_000L)))),
            """
            4a000000 01230000 0807060504030201
            0200000005006561 6765720600646972 6563740100000003 0074637000040000
            0000000001010200 0000ffffffffffff ffff204e00000000 0000
            """),
        reply(
            MessageType.CALIBRATE,
            new CostsReply(List.of(), List.of()),
            "18000000 01240000 0807060504030201 0000000000000000"),
        reply(MessageType.FOLLOW, EmptyReply.DONE, "10000000 01250000 0807060504030201"),
        reply(
            MessageType.MANAGER_STATUS,
            new ManagerStatusReply(
                NODE,
                "a",
                new ManagerStatusReply.Directory("redis", "r", false, "gone", 7, 2),
                List.of(new CounterValue("fetches", -2))),
            """
            59000000 01260000 0807060504030201
            8877665544332211 0900000000000000 0100610500726564 6973010072000400
            676f6e6507000000 0000000002000000 0000000001000000 0700666574636865
            73feffffffffffff ff
            """));
  }
}
