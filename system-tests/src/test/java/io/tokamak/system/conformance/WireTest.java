// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.system.process.RawClient;
import io.tokamak.system.process.SharedStore;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.ObjectState;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.message.ContainsRequest;
import io.tokamak.wire.message.CreateReply;
import io.tokamak.wire.message.CreateRequest;
import io.tokamak.wire.message.DeleteOutcome;
import io.tokamak.wire.message.DeleteRequest;
import io.tokamak.wire.message.EntryRef;
import io.tokamak.wire.message.EvictReply;
import io.tokamak.wire.message.EvictRequest;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.ListRequest;
import io.tokamak.wire.message.ObjectLocation;
import io.tokamak.wire.message.PutObject;
import io.tokamak.wire.message.PutRequest;
import io.tokamak.wire.message.ReleaseRequest;
import io.tokamak.wire.message.Request;
import io.tokamak.wire.message.SealRequest;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The messages of Create, Seal, Get, Release, Delete, Evict and Data, there and back. */
class WireTest {
  @RegisterExtension static final SharedStore STORE = new SharedStore(1 << 20);

  private final ObjectId id = ObjectId.random();

  @Test
  @DisplayName("C120 every field of a request survives encoding and decoding")
  void c120_shouldKeepEveryFieldOfARequest() {
    PutObject data =
        new PutObject(
            id,
            MemorySegment.ofArray(Bytes.counting(1, 9)),
            MemorySegment.ofArray(Bytes.counting(2, 3)));
    List<Request> requests =
        List.of(
            new CreateRequest(id, 1L << 40, 77, -1),
            new SealRequest(id),
            new GetRequest(1234, Bytes.ids("c120", 3)),
            new ReleaseRequest(List.of(new EntryRef(5, 6))),
            new DeleteRequest(Bytes.ids("c120", 2)),
            new EvictRequest(99),
            new PutRequest(List.of(data)));
    try (RawClient client = RawClient.connect(STORE.socket())) {
      for (Request request : requests) {
        byte[] bytes = client.bytes(request);
        FrameReader reader = new FrameReader();
        reader.wrap(MemorySegment.ofArray(bytes), 0, bytes.length);
        assertThat(Request.read(reader)).isEqualTo(request);
      }
    }
  }

  @Test
  @DisplayName("C120 every field of a reply of the store is right")
  void c120_shouldKeepEveryFieldOfAReply() {
    try (RawClient client = RawClient.open(STORE.socket(), "wire")) {
      CreateReply created = client.call(new CreateRequest(id, 100, 7, 0));
      client.call(new SealRequest(id));
      ObjectLocation got = client.call(GetRequest.of(id, 0)).objects().getFirst();
      assertThat(got.present()).isTrue();
      assertThat(got.entry()).isEqualTo(created.entry());
      assertThat(got.generation()).isEqualTo(created.generation());
      assertThat(got.offset()).isEqualTo(created.offset());
      assertThat(got.dataLength()).isEqualTo(100);
      assertThat(got.metadataLength()).isEqualTo(7);

      ObjectInfo listed = client.call(new ListRequest(0, 10)).objects().getFirst();
      assertThat(listed.id()).isEqualTo(id);
      assertThat(listed.state()).isEqualTo(ObjectState.SEALED);
      assertThat(listed.pins()).isEqualTo(1);
      assertThat(listed.offset()).isEqualTo(created.offset());

      assertThat(client.call(new ContainsRequest(List.of(id, ObjectId.ZERO))).present())
          .containsExactly(true, false);
      assertThat(client.call(new EvictRequest(1))).isEqualTo(new EvictReply(0, 0));
      assertThat(client.call(new DeleteRequest(List.of(id))).outcomes())
          .containsExactly(DeleteOutcome.DEFERRED);
    }
  }
}
