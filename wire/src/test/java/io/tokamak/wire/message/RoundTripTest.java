// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.Seeds;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ObjectNotFoundException;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.frame.FrameHeader;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.Heap;
import io.tokamak.wire.frame.MessageType;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What goes in comes out: every field of every message survives. */
final class RoundTripTest {
  private static final int ROUNDS = 200;

  private final FrameWriter writer = Heap.writer();
  private final FrameReader reader = new FrameReader();

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "EVENTS")
  void shouldKeepEveryFieldOfARequest(MessageType type) {
    Random random = Seeds.random("RoundTripTest");
    RandomMessages messages = new RandomMessages(random);
    for (int i = 0; i < ROUNDS; i++) {
      Request request = messages.request(type);
      long correlation = random.nextLong();
      reader.wrap(writer.segment(), 0, request.write(writer, correlation));

      assertThat(reader.type()).isEqualTo(type).isEqualTo(request.type());
      assertThat(reader.correlation()).isEqualTo(correlation);
      assertThat(Request.read(reader)).isEqualTo(request);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"EVENTS", "RELEASED", "DOORBELL"})
  void shouldKeepEveryFieldOfAReply(MessageType type) {
    RandomMessages messages = new RandomMessages(Seeds.random("RoundTripTest"));
    for (int i = 0; i < ROUNDS; i++) {
      Call<?> call = (Call<?>) messages.request(type);
      Reply reply = messages.reply(type);
      reader.wrap(writer.segment(), 0, reply.write(writer, type, i));

      assertThat(call.readReply(reader)).isEqualTo(reply);
    }
  }

  @Test
  void shouldKeepEveryFieldOfAPush() {
    RandomMessages messages = new RandomMessages(Seeds.random("RoundTripTest"));
    for (int i = 0; i < ROUNDS; i++) {
      Reply push = messages.reply(MessageType.EVENTS);
      reader.wrap(writer.segment(), 0, push.write(writer, MessageType.EVENTS, 0));

      assertThat(EventsPush.read(reader)).isEqualTo(push);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldThrowTheErrorThatAReplyCarries(ErrorCode code) {
    ErrorReply sent = ErrorReply.of(code.exception("asked for größe, found none"));
    reader.wrap(writer.segment(), 0, sent.write(writer, MessageType.SEAL, 5));

    assertThatThrownBy(() -> new SealRequest(ObjectId.ZERO).readReply(reader))
        .isInstanceOf(code.exception("").getClass())
        .hasMessage("asked for größe, found none");
  }

  @Test
  void shouldThrowTheErrorThatAPushCarries() {
    ErrorReply sent = new ErrorReply(ErrorCode.STORE_FULL, "why");
    reader.wrap(writer.segment(), 0, sent.write(writer, MessageType.EVENTS, 0));

    assertThatThrownBy(() -> EventsPush.read(reader)).isInstanceOf(StoreFullException.class);
  }

  @Test
  void shouldCutTheMessageOfAnErrorToWhatFits() {
    ErrorReply sent = ErrorReply.of(new ObjectNotFoundException("日".repeat(1_000_000)));
    reader.wrap(writer.segment(), 0, sent.write(writer, MessageType.SEAL, 5));

    assertThat(AnyReply.read(reader))
        .isEqualTo(new ErrorReply(ErrorCode.OBJECT_NOT_FOUND, "日".repeat(8_192)));
  }

  @Test
  void shouldRejectAReplyToAnotherCall() {
    reader.wrap(writer.segment(), 0, EmptyReply.DONE.write(writer, MessageType.ABORT, 5));

    assertThatThrownBy(() -> new SealRequest(ObjectId.ZERO).readReply(reader))
        .isInstanceOf(ProtocolMismatchException.class)
        .hasMessage("type of a reply: found 7, expected 6 (SEAL)");
  }

  @Test
  void shouldRejectARequestWithAStatus() {
    writer.begin(MessageType.STATS, 3, 1);
    reader.wrap(writer.segment(), 0, writer.end());

    assertThatThrownBy(() -> Request.read(reader))
        .isInstanceOf(ProtocolMismatchException.class)
        .hasMessage("status of a request: found 3, expected 0");
  }

  @Test
  void shouldRejectAPushFromAClient() {
    reader.wrap(
        writer.segment(), 0, new EventsPush(List.of()).write(writer, MessageType.EVENTS, 0));

    assertThatThrownBy(() -> Request.read(reader))
        .isInstanceOf(ProtocolMismatchException.class)
        .hasMessageStartingWith("request type: found 21");
  }

  @Test
  void shouldFitTheLargestListsOfIdsAndTheirAnswersInAFrame() {
    int most = MessageLimits.MAX_ITEMS;
    RandomMessages messages = new RandomMessages(new Random(1));
    ListReply page = (ListReply) nonEmpty(messages, MessageType.LIST);
    Reply[] replies = {
      new GetReply(Collections.nCopies(most, ObjectLocation.ABSENT)),
      new ListReply(1, Collections.nCopies(most, page.objects().getFirst())),
      new InfoReply(Collections.nCopies(most, Optional.of(page.objects().getFirst()))),
      new EventsPush(Collections.nCopies(most, ObjectEvent.resync())),
      new FetchReply(full(), Collections.nCopies(most, new FetchedItem.Arrived(summary(0)))),
      new TransfersReply(
          full(),
          Collections.nCopies(
              MessageLimits.MAX_TRANSFERS,
              new TransferItem(ObjectId.ZERO, true, TransferState.DONE, summary(20))))
    };
    for (Reply reply : replies) {
      assertThat(reply.write(writer, MessageType.GET, 1))
          .isLessThanOrEqualTo(FrameHeader.MAX_FRAME_LENGTH);
    }
    assertThat(new GetRequest(0, Collections.nCopies(most, ObjectId.ZERO)).write(writer, 1))
        .isLessThanOrEqualTo(FrameHeader.MAX_FRAME_LENGTH);
    FetchRequest fetch =
        new FetchRequest(
            FetchPriority.GET,
            most,
            0,
            "",
            Collections.nCopies(most, ObjectId.ZERO),
            Collections.nCopies(most, new ObjectSource(new NodeKey(1, 1), 0, 0, 0, 0, 0)));
    assertThat(fetch.write(writer, 1)).isLessThanOrEqualTo(FrameHeader.MAX_FRAME_LENGTH);
  }

  /** As many texts as a builder takes, and a text more. */
  private static SharedTexts full() {
    SharedTexts.Builder shared = new SharedTexts.Builder();
    for (int i = 0; i < 2_000; i++) {
      shared.node(new NodeKey(i + 1L, 0));
      shared.text(i + "x".repeat(500));
    }
    return shared.build();
  }

  private static TransferSummary summary(int phases) {
    return new TransferSummary(
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        11,
        12,
        13,
        Collections.nCopies(phases, new TransferSummary.Phase(1, 2)));
  }

  @Test
  void shouldRefuseLongerListsOnBothSides() {
    int tooMany = MessageLimits.MAX_ITEMS + 1;
    Request request = new TouchRequest(Collections.nCopies(tooMany, ObjectId.ZERO));
    assertThatThrownBy(() -> request.write(writer, 1))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("15001 items")
        .hasMessageContaining("split the call");

    writer.begin(MessageType.TOUCH, 1);
    writer.putU32(tooMany);
    writer.putBytes(MemorySegment.ofArray(new byte[tooMany * ObjectId.LENGTH]));
    reader.wrap(writer.segment(), 0, writer.end());
    assertThatThrownBy(() -> Request.read(reader))
        .isInstanceOf(ProtocolMismatchException.class)
        .hasMessage("TOUCH count: found 15001, expected at most 15000");
  }

  @Test
  void shouldRefuseABatchThatExceedsAFrame() {
    MemorySegment large = MemorySegment.ofArray(new byte[FrameHeader.MAX_FRAME_LENGTH]);
    PutObject object = new PutObject(ObjectId.ZERO, large, MemorySegment.NULL);

    assertThatThrownBy(() -> new PutRequest(List.of(object)).write(writer, 1))
        .isInstanceOf(InvalidRequestException.class);
  }

  private static Reply nonEmpty(RandomMessages messages, MessageType type) {
    while (true) {
      if (messages.reply(type) instanceof ListReply list && !list.objects().isEmpty()) {
        return list;
      }
    }
  }
}
