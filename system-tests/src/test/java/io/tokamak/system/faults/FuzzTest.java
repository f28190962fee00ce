// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.RawClient;
import io.tokamak.system.process.SharedStore;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.AbortRequest;
import io.tokamak.wire.message.AttachRequest;
import io.tokamak.wire.message.ContainsRequest;
import io.tokamak.wire.message.CreateRequest;
import io.tokamak.wire.message.DeleteRequest;
import io.tokamak.wire.message.DoorbellNotice;
import io.tokamak.wire.message.EntryRef;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.HelloRequest;
import io.tokamak.wire.message.HoldersRequest;
import io.tokamak.wire.message.InfoRequest;
import io.tokamak.wire.message.LeaseRequest;
import io.tokamak.wire.message.ListRequest;
import io.tokamak.wire.message.PinRequest;
import io.tokamak.wire.message.PutObject;
import io.tokamak.wire.message.PutRequest;
import io.tokamak.wire.message.QuotaRequest;
import io.tokamak.wire.message.ReleaseRequest;
import io.tokamak.wire.message.ReleasedNotice;
import io.tokamak.wire.message.Request;
import io.tokamak.wire.message.SealRequest;
import io.tokamak.wire.message.StatsRequest;
import io.tokamak.wire.message.SubscribeRequest;
import io.tokamak.wire.message.TouchRequest;
import io.tokamak.wire.message.UnpinRequest;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Nonsense on the socket, drawn from a seed: pure garbage, cut-off frames, frames with some bytes
 * changed, right frames in wrong order. The store outlives it and the bystander does not notice.
 */
class FuzzTest {
  private static final int CONVERSATIONS = 1500;
  private static final int FRAMES = 12;

  @RegisterExtension static final SharedStore STORE = new SharedStore(16 << 20);

  private static final List<ObjectId> IDS =
      List.of(ObjectId.named("fuzz 0"), ObjectId.named("fuzz 1"), ObjectId.named("fuzz 2"));

  @Test
  void shouldOutliveNonsense() throws InterruptedException {
    try (Bystander bystander = new Bystander(STORE.socket())) {
      Seeds.run(
          "FuzzTest",
          random -> {
            for (int i = 0; i < CONVERSATIONS; i++) {
              converse(random);
            }
          });
      bystander.awaitProgress();
      ObjectStoreClient client = STORE.client();
      assertThat(client.stats().get("bad-frames")).isPositive();
      assertThat(client.stats().get("surprises")).isZero();
      client.unpin(List.of());
      unpinAll(client);
    }
  }

  /** Fuzzed requests may have pinned objects for good. */
  private static void unpinAll(ObjectStoreClient client) {
    for (ObjectId id : IDS) {
      if (client.contains(id)) {
        client.unpin(List.of(id));
      }
    }
  }

  private static void converse(RandomGenerator random) {
    try (RawClient client = RawClient.connect(STORE.socket())) {
      client.sendTimeout(5000);
      if (random.nextInt(8) > 0) {
        client.hello("fuzz");
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int i = random.nextInt(FRAMES); i >= 0; i--) {
        bytes.writeBytes(spoil(random, client.bytes(request(random))));
      }
      client.send(bytes.toByteArray());
    }
  }

  private static byte[] spoil(RandomGenerator random, byte[] frame) {
    switch (random.nextInt(4)) {
      case 0 -> {
        for (int i = random.nextInt(3); i >= 0; i--) {
          frame[random.nextInt(frame.length)] = (byte) random.nextInt();
        }
      }
      case 1 -> {
        return Arrays.copyOf(frame, random.nextInt(frame.length + 8));
      }
      case 2 -> {
        if (random.nextInt(8) == 0) {
          random.nextBytes(frame);
        }
      }
      default -> frame[5] = (byte) MessageType.DOORBELL.code();
    }
    return frame;
  }

  private static List<ObjectId> ids(RandomGenerator random) {
    return IDS.subList(0, random.nextInt(IDS.size() + 1));
  }

  private static ObjectId id(RandomGenerator random) {
    return IDS.get(random.nextInt(IDS.size()));
  }

  private static Request request(RandomGenerator random) {
    ObjectId id = id(random);
    EntryRef ref = new EntryRef(random.nextInt(100), random.nextInt(3));
    long length = random.nextLong(1L << random.nextInt(40));
    return switch (random.nextInt(22)) {
      case 0 -> new HelloRequest(random.nextBoolean(), 1, "again");
      case 1 -> new AttachRequest(random.nextLong());
      case 2 -> new LeaseRequest(length, random.nextInt(1000));
      case 3 -> new CreateRequest(id, length, random.nextInt(1000), 0);
      case 4 -> new SealRequest(id);
      case 5 -> new AbortRequest(id);
      case 6 -> new GetRequest(random.nextInt(-1, 5), ids(random));
      case 7 -> new ReleaseRequest(List.of(ref, ref));
      case 8 -> ReleasedNotice.of(ref.entry(), ref.generation());
      case 9 -> DoorbellNotice.DOORBELL;
      case 10 -> new ContainsRequest(ids(random));
      case 11 -> new ListRequest(random.nextInt(1 << 20), random.nextInt(100));
      case 12 -> new DeleteRequest(ids(random));
      case 13 -> new TouchRequest(ids(random));
      case 14 -> new PinRequest(ids(random));
      case 15 -> new UnpinRequest(ids(random));
      case 16 -> put(id, random.nextInt(2000));
      case 17 -> new SubscribeRequest();
      case 18 -> new StatsRequest();
      case 19 -> new QuotaRequest(length);
      case 20 -> new InfoRequest(ids(random));
      default -> new HoldersRequest(id);
    };
  }

  private static PutRequest put(ObjectId id, int length) {
    MemorySegment data = MemorySegment.ofArray(new byte[length]);
    return new PutRequest(List.of(new PutObject(id, data, data.asSlice(0, length / 2))));
  }
}
