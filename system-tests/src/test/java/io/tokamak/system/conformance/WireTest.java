// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.RawClient;
import io.tokamak.system.process.SharedStore;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.ObjectState;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.message.AbortRequest;
import io.tokamak.wire.message.Call;
import io.tokamak.wire.message.ContainsRequest;
import io.tokamak.wire.message.CreateReply;
import io.tokamak.wire.message.CreateRequest;
import io.tokamak.wire.message.DeleteOutcome;
import io.tokamak.wire.message.DeleteReply;
import io.tokamak.wire.message.DeleteRequest;
import io.tokamak.wire.message.EmptyReply;
import io.tokamak.wire.message.EntryRef;
import io.tokamak.wire.message.EvictReply;
import io.tokamak.wire.message.EvictRequest;
import io.tokamak.wire.message.GetReply;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.ObjectLocation;
import io.tokamak.wire.message.PutObject;
import io.tokamak.wire.message.PutRequest;
import io.tokamak.wire.message.ReleaseRequest;
import io.tokamak.wire.message.Reply;
import io.tokamak.wire.message.Request;
import io.tokamak.wire.message.SealRequest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the messages say to the real store. It has one slot, and the reading client takes it, so the
 * session that speaks by hand does everything by message. Bytes of objects travel in PUT; Plasma's
 * Data message belongs to several nodes.
 */
class WireTest {
  @RegisterExtension
  static final SharedStore STORE = new SharedStore(10_000_000, options -> options.slots(1));

  private final ObjectId id = ObjectId.random();
  private ObjectStoreClient reader;
  private RawClient raw;

  @BeforeEach
  void connect() {
    reader = STORE.client("reader");
    raw = RawClient.open(STORE.socket(), "raw");
  }

  @AfterEach
  void disconnect() {
    raw.close();
  }

  /** Both ways through a frame, field by field; returns what the store answered. */
  private <R extends Reply> R call(Call<R> request) {
    try (Arena arena = Arena.ofConfined()) {
      FrameWriter writer = new FrameWriter(arena);
      FrameReader frame = new FrameReader();
      frame.wrap(writer.segment(), 0, request.write(writer, 77));
      assertThat(Request.read(frame)).isEqualTo(request);
      assertThat(frame.correlation()).isEqualTo(77);

      R reply = raw.call(request);
      frame.wrap(writer.segment(), 0, reply.write(writer, request.type(), 78));
      assertThat(request.readReply(frame)).isEqualTo(reply);
      return reply;
    }
  }

  private ObjectInfo info() {
    return reader.info(id).orElseThrow();
  }

  @Test
  @DisplayName("C120 Create: id and lengths arrive, entry and offset come back")
  void c120_shouldCreate() {
    CreateReply created = call(new CreateRequest(id, 1_234_567, 89, 0));

    assertThat(info())
        .returns(ObjectState.CREATED, ObjectInfo::state)
        .returns(1_234_567L, ObjectInfo::dataLength)
        .returns(89, ObjectInfo::metadataLength)
        .returns(created.offset(), ObjectInfo::offset);
  }

  @Test
  @DisplayName("C120 Seal: the object of this id is sealed")
  void c120_shouldSeal() {
    raw.call(new CreateRequest(id, 10, 0, -1));

    assertThat(call(new SealRequest(id))).isEqualTo(EmptyReply.DONE);
    assertThat(info().state()).isEqualTo(ObjectState.SEALED);
  }

  @Test
  @DisplayName("C120 Abort: the object of this id is gone")
  void c120_shouldAbort() {
    raw.call(new CreateRequest(id, 10, 0, -1));

    assertThat(call(new AbortRequest(id))).isEqualTo(EmptyReply.DONE);
    assertThat(reader.info(id)).isEmpty();
  }

  @Test
  @DisplayName("C120 Get: where each object lies, in request order, absent ones as such")
  void c120_shouldGet() {
    CreateReply created = raw.call(new CreateRequest(id, 10, 3, -1));
    raw.call(new SealRequest(id));

    GetReply got = call(new GetRequest(0, List.of(ObjectId.random(), id)));
    assertThat(got.objects())
        .containsExactly(
            ObjectLocation.ABSENT,
            new ObjectLocation(
                true,
                created.entry(),
                created.generation(),
                ObjectLocation.PINNED_BY_STORE,
                created.offset(),
                10,
                3));
    assertThat(info().pins()).isEqualTo(1);
  }

  @Test
  @DisplayName("C120 Release: the pin of this entry is given back")
  void c120_shouldRelease() {
    reader.put(id, new byte[10]);
    ObjectLocation found = raw.call(GetRequest.of(id, -1)).objects().getFirst();
    assertThat(info().pins()).isEqualTo(1);

    EntryRef entry = new EntryRef(found.entry(), found.generation());
    assertThat(call(new ReleaseRequest(List.of(entry)))).isEqualTo(EmptyReply.DONE);
    assertThat(info().pins()).isZero();
  }

  @Test
  @DisplayName("C120 Delete: an outcome for each id, in order")
  void c120_shouldDelete() {
    ObjectId unsealed = ObjectId.random();
    ObjectId held = Bytes.putNew(reader, 20);
    reader.put(id, new byte[10]);
    raw.call(GetRequest.of(held, 0));
    try (ObjectBuilder builder = reader.create(unsealed, 10)) {
      DeleteReply deleted =
          call(new DeleteRequest(List.of(id, ObjectId.random(), held, builder.id())));

      assertThat(deleted.outcomes())
          .containsExactly(
              DeleteOutcome.DELETED,
              DeleteOutcome.UNKNOWN,
              DeleteOutcome.DEFERRED,
              DeleteOutcome.REFUSED);
    }
  }

  @Test
  @DisplayName("C120 Evict: bytes wanted, bytes and objects gone")
  void c120_shouldEvict() {
    reader.put(id, new byte[1000], new byte[24]);

    assertThat(call(new EvictRequest(1))).isEqualTo(new EvictReply(1024, 1));
    assertThat(reader.contains(id)).isFalse();
  }

  @Test
  @DisplayName("C120 Data: the bytes of a put arrive")
  void c120_shouldPutBytes() {
    ObjectId other = ObjectId.random();
    PutObject one = new PutObject(id, bytes(1000), bytes(17));
    PutObject two = new PutObject(other, bytes(0), bytes(0));
    assertThat(call(new PutRequest(List.of(one, two)))).isEqualTo(EmptyReply.DONE);

    Bytes.expect(reader, id, Bytes.counting(0, 1000), Bytes.counting(0, 17));
    Bytes.expect(reader, other, new byte[0], Bytes.NONE);
  }

  private static MemorySegment bytes(int length) {
    return MemorySegment.ofArray(Bytes.counting(0, length));
  }

  @Test
  @DisplayName("C120 requests in a row are answered in a row, each with its correlation")
  void c120_shouldAnswerPipelinedRequestsInOrder() {
    reader.put(id, new byte[10]);
    ContainsRequest present = new ContainsRequest(List.of(id));
    ContainsRequest absent = new ContainsRequest(List.of(ObjectId.random(), id));
    long first = raw.send(present);
    long second = raw.send(absent);

    FrameReader reply = raw.next();
    assertThat(reply.correlation()).isEqualTo(first);
    assertThat(present.readReply(reply).present()).containsExactly(true);
    reply = raw.next();
    assertThat(reply.correlation()).isEqualTo(second);
    assertThat(absent.readReply(reply).present()).containsExactly(false, true);
  }
}
