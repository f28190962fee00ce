// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import java.util.List;

/**
 * What was sealed and deleted, in order: sent to subscribers unasked.
 *
 * @param events at most {@link MessageLimits#MAX_EVENTS}
 */
public record EventsPush(List<ObjectEvent> events) implements Reply {
  /**
   * Reads a frame that must be a push.
   *
   * @throws TokamakException when it tells of an error instead
   */
  public static EventsPush read(FrameReader reader) {
    Reply.expect(reader, MessageType.EVENTS);
    EventsPush push = decode(reader);
    reader.finish();
    return push;
  }

  /** Copies the list. */
  public EventsPush {
    events = List.copyOf(events);
  }

  @Override
  public void encode(FrameWriter writer) {
    Items.write(writer, events, (to, event) -> event.encode(to));
  }

  /** Reads the payload. */
  public static EventsPush decode(FrameReader reader) {
    return new EventsPush(Items.read(reader, ObjectEvent.ENCODED_LENGTH, ObjectEvent::decode));
  }
}
