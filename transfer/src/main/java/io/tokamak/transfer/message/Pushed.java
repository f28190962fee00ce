// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.service.MessageHeader;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.TransferRecord;
import io.tokamak.transfer.TransferRecord.Phase;
import io.tokamak.transfer.TransferRecord.PhaseTime;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.error.ProtocolMismatchException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * PUSHED: how the fetch of one pushed object ended. The body has 144 bytes, and then two texts, of
 * UTF-8: the fabric, and the reason for the protocol or for the failure:
 *
 * <pre>
 *   0  id             20 bytes
 *  20  outcome        u8   0: was there, 1: arrived, 2: failed
 *  21  protocol       u8   if it arrived, like what follows but error and texts
 *  22  error          u16  if it failed
 *  24  sources        u32
 *  28  copies         u32
 *  32  registrations  u32
 *  36  round trips    u32
 *  40  messages       u32
 *  44  fabric length  u16
 *  46  reason length  u16
 *  48  number         u64
 *  56  bytes          u64
 *  64  started        u64  microseconds since 1970
 *  72  phases         9 x u64, nanoseconds
 * </pre>
 */
public record Pushed(long number, ObjectId id, FetchOutcome outcome) {
  /** Bytes of the body before the texts. */
  public static final int LENGTH = 144;

  /** Bytes of a text at most; what is longer is cut. */
  public static final int TEXT_BYTES = 1024;

  private static final int PRESENT = 0;
  private static final int ARRIVED = 1;
  private static final int FAILED = 2;
  private static final int PHASES = 72;

  /** Writes the message; returns its length. */
  public int write(MemorySegment message) {
    return switch (outcome) {
      case FetchOutcome.Present present -> write(message, PRESENT, "", "");
      case FetchOutcome.Failed failed -> {
        int length = write(message, FAILED, "", failed.why());
        Fields.u16(message, 22, failed.code().code());
        yield length;
      }
      case FetchOutcome.Arrived arrived -> write(message, arrived.how());
    };
  }

  private int write(MemorySegment message, TransferRecord how) {
    int length = write(message, ARRIVED, how.fabric(), how.reason());
    Fields.u8(message, 21, how.protocol().code());
    Fields.u32(message, 24, how.sources());
    Fields.u32(message, 28, how.copies());
    Fields.u32(message, 32, how.registrations());
    Fields.u32(message, 36, how.roundTrips());
    Fields.u32(message, 40, how.messages());
    Fields.u64(message, 48, how.number());
    Fields.u64(message, 56, how.bytes());
    Fields.u64(message, 64, how.startedAtMicros());
    for (PhaseTime time : how.phases()) {
      Fields.u64(message, PHASES + time.phase().code() * Long.BYTES, time.ns());
    }
    return length;
  }

  private int write(MemorySegment message, int kind, String fabric, String reason) {
    byte[] fabricText = bytes(fabric);
    byte[] reasonText = bytes(reason);
    int texts = fabricText.length + reasonText.length;
    int length = Fields.begin(message, TransferType.PUSHED, LENGTH, texts, number);
    id.writeTo(message, Fields.BODY);
    Fields.u8(message, 20, kind);
    Fields.u16(message, 44, fabricText.length);
    Fields.u16(message, 46, reasonText.length);
    Fields.text(message, LENGTH, fabricText);
    Fields.text(message, LENGTH + fabricText.length, reasonText);
    return length + texts;
  }

  private static byte[] bytes(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= TEXT_BYTES ? bytes : Arrays.copyOf(bytes, TEXT_BYTES);
  }

  /**
   * Reads one.
   *
   * @param self this node, where the object came from
   */
  public static Pushed read(MemorySegment message, NodeRef self) {
    Fields.atLeast(message, LENGTH, TransferType.PUSHED);
    int fabricLength = Fields.u16(message, 44);
    int reasonLength = Fields.u16(message, 46);
    Fields.exactly(message, (long) LENGTH + fabricLength + reasonLength, TransferType.PUSHED);
    String reason = Fields.text(message, LENGTH + fabricLength, reasonLength);
    ObjectId id = ObjectId.read(message, Fields.BODY);
    FetchOutcome outcome =
        switch (Fields.u8(message, 20)) {
          case PRESENT -> new FetchOutcome.Present();
          case ARRIVED ->
              new FetchOutcome.Arrived(
                  how(message, id, self, Fields.text(message, LENGTH, fabricLength), reason));
          case FAILED -> new FetchOutcome.Failed(error(message), reason);
          default ->
              throw Fields.bad(TransferType.PUSHED, "outcome", Fields.u8(message, 20), "0, 1 or 2");
        };
    return new Pushed(MessageHeader.correlation(message), id, outcome);
  }

  private static ErrorCode error(MemorySegment message) {
    try {
      return ErrorCode.of(Fields.u16(message, 22));
    } catch (ProtocolMismatchException unknown) {
      throw Fields.bad(TransferType.PUSHED, "error", Fields.u16(message, 22), "one there is");
    }
  }

  private static TransferRecord how(
      MemorySegment message, ObjectId id, NodeRef self, String fabric, String reason) {
    return new TransferRecord(
        Fields.u64(message, 48),
        id,
        self,
        true,
        fabric,
        Protocols.of(Fields.u8(message, 21), TransferType.PUSHED),
        reason,
        TransferRecord.State.DONE,
        Fields.u64(message, 56),
        Fields.u32(message, 28),
        Fields.u32(message, 32),
        Fields.u32(message, 36),
        Fields.u32(message, 40),
        Fields.u32(message, 24),
        Fields.u64(message, 64),
        phases(message));
  }

  private static List<PhaseTime> phases(MemorySegment message) {
    List<PhaseTime> phases = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      long ns = Fields.u64(message, PHASES + phase.code() * Long.BYTES);
      if (ns != 0) {
        phases.add(new PhaseTime(phase, ns));
      }
    }
    return phases;
  }
}
