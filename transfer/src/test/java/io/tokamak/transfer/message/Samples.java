// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.transfer.Chain;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.TransferRecord;
import io.tokamak.transfer.TransferRecord.Phase;
import io.tokamak.transfer.TransferRecord.PhaseTime;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A message of each type. */
final class Samples {
  static final long NUMBER = 0x0807060504030201L;

  private static final ObjectId ID = ObjectId.fromHex("000102030405060708090a0b0c0d0e0f10111213");
  private static final ObjectId OTHER_ID =
      ObjectId.fromHex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff00112233");
  private static final Place PLACE = new Place(0x1000, 3, 2, 17, 5);
  private static final byte[] PAYLOAD = {1, 2, 3, 0, 0, 0, 0, 0, 8, 9};

  private static final Ask ASK =
      new Ask(NUMBER, ID, Protocol.RENDEZVOUS, true, 16, 2500, true, 4096);
  private static final Answer ANSWER =
      new Answer(
          NUMBER,
          AnswerStatus.FOUND,
          Protocol.EAGER,
          PLACE,
          1000,
          true,
          0xCAFEBABE,
          new Answer.Pointers(
              new RemotePointer(7, 1, 2, 0x1000, 10), new RemotePointer(7, 3, 4, 1088, 8)),
          new NodeRef(6, 66),
          true);
  private static final Push PUSH =
      new Push(NUMBER, 4000, List.of(ID, OTHER_ID), List.of(PLACE, new Place(64, 1, 0, 1, 1)));
  private static final Broadcast BROADCAST =
      new Broadcast(
          NUMBER,
          4000,
          ID,
          PLACE,
          new Chain(List.of(new NodeRef(7, 8), new NodeRef(9, 10)), 0xabcd));
  private static final Pushed PUSHED =
      new Pushed(
          NUMBER,
          ID,
          new FetchOutcome.Arrived(
              new TransferRecord(
                  21,
                  ID,
                  new NodeRef(9, 9),
                  true,
                  "tcp",
                  Protocol.DIRECT,
                  "direct: because",
                  TransferRecord.State.DONE,
                  10,
                  0,
                  1,
                  2,
                  3,
                  4,
                  99,
                  List.of(new PhaseTime(Phase.WIRE, 1234), new PhaseTime(Phase.PUBLISH, 56)))));
  private static final Scratch SCRATCH = new Scratch(NUMBER, true, ID, PLACE);
  private static final List<Events.Event> EVENTS =
      List.of(new Events.Event(true, ID, 3, 2), new Events.Event(false, OTHER_ID, 0, 0));

  private Samples() {}

  static MemorySegment of(TransferType type) {
    MemorySegment buffer = MemorySegment.ofArray(new byte[1024]);
    int length = write(type, buffer);
    int payload = 0;
    if (type == TransferType.DATA || type == TransferType.CHUNK) {
      payload = PAYLOAD.length;
      MemorySegment.copy(MemorySegment.ofArray(PAYLOAD), 0, buffer, length, payload);
    }
    return buffer.asSlice(0, (long) length + payload);
  }

  private static int write(TransferType type, MemorySegment buffer) {
    return switch (type) {
      case TRANSFER -> ASK.write(buffer);
      case DATA -> ANSWER.write(buffer);
      case CHUNK -> Chunk.write(buffer, NUMBER, 4096, PAYLOAD.length);
      case CREDIT -> Credit.write(buffer, NUMBER, 8);
      case FIN -> Fin.write(buffer, NUMBER, Fin.End.FAILED);
      case PUSH -> PUSH.write(buffer);
      case BROADCAST -> BROADCAST.write(buffer);
      case PUSHED -> PUSHED.write(buffer);
      case DELETE -> Deletion.write(buffer, NUMBER, List.of(ID, OTHER_ID));
      case DELETED -> Deletion.writeDone(buffer, NUMBER, 2);
      case EVENTS -> Events.write(buffer, NUMBER, EVENTS);
      case SCRATCH -> Scratch.ask(buffer, NUMBER, 1 << 20);
      case SCRATCHED -> SCRATCH.write(buffer);
      case SUBSCRIBE, UNSUBSCRIBE, DROP, ENDED -> Bare.write(buffer, type, NUMBER);
    };
  }

  static Object expected(TransferType type) {
    return switch (type) {
      case TRANSFER -> ASK;
      case DATA -> ANSWER;
      case CHUNK -> 4096L;
      case CREDIT -> 8;
      case FIN -> Fin.End.FAILED;
      case PUSH -> PUSH;
      case BROADCAST -> BROADCAST;
      case PUSHED -> PUSHED;
      case DELETE -> List.of(ID, OTHER_ID);
      case DELETED -> 2;
      case EVENTS -> EVENTS;
      case SCRATCH -> (long) (1 << 20);
      case SCRATCHED -> SCRATCH;
      case SUBSCRIBE, UNSUBSCRIBE, DROP, ENDED -> type;
    };
  }

  /** The bytes in hexadecimal. */
  static String golden(TransferType type) {
    return switch (type) {
      case TRANSFER ->
          "02010000280000000102030405060708000102030405060708090a0b0c0d0e0f101112"
              + "1304031000c4090000000000000010000000000000";
      case DATA ->
          "0202000082000000010203040506070800030f00e80300000010000000000000030000"
              + "0000000000020000001100000005000000bebafeca0700000000000000010000000200"
              + "000000100000000000000a000000000000000700000000000000030000000400000040"
              + "0400000000000008000000000000000600000000000000420000000000000001020300"
              + "000000000809";
      case CHUNK -> "02030000120000000102030405060708001000000000000001020300000000000809";
      case CREDIT -> "020400000800000001020304050607080800000000000000";
      case FIN -> "020500000800000001020304050607080200000000000000";
      case PUSH ->
          "0206000068000000010203040506070802000000a00f0000000102030405060708090a"
              + "0b0c0d0e0f101112130200000000100000000000000300000000000000110000000500"
              + "0000f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff0011223300000000400000000000000001"
              + "000000000000000100000001000000";
      case PUSHED ->
          "02070000a20000000102030405060708000102030405060708090a0b0c0d0e0f101112"
              + "1301050000040000000000000001000000020000000300000003000f00150000000000"
              + "00000a0000000000000063000000000000000000000000000000000000000000000000"
              + "000000000000000000000000000000d204000000000000000000000000000000000000"
              + "00000000000000000000000038000000000000007463706469726563743a2062656361"
              + "757365";
      case DELETE ->
          "020800003000000001020304050607080200000000000000000102030405060708090a"
              + "0b0c0d0e0f10111213f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff00112233";
      case DELETED -> "020900000800000001020304050607080200000000000000";
      case SUBSCRIBE -> "020a0000000000000102030405060708";
      case EVENTS ->
          "020b000058000000010203040506070802000000000000000100000002000000030000"
              + "0000000000000102030405060708090a0b0c0d0e0f1011121300000000020000000000"
              + "00000000000000000000f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff0011223300000000";
      case UNSUBSCRIBE -> "020c0000000000000102030405060708";
      case SCRATCH -> "020d00000800000001020304050607080000100000000000";
      case SCRATCHED ->
          "020e00003800000001020304050607080100000000000000000102030405060708090a"
              + "0b0c0d0e0f101112130200000000100000000000000300000000000000110000000500"
              + "0000";
      case DROP -> "020f0000000000000102030405060708";
      case BROADCAST ->
          "02110000600000000102030405060708"
              + "02000000a00f0000cdab000000000000"
              + "000102030405060708090a0b0c0d0e0f10111213020000000010000000000000030000"
              + "00000000001100000005000000"
              + "0700000000000000080000000000000009000000000000000a00000000000000";
      case ENDED -> "02100000000000000102030405060708";
    };
  }
}
