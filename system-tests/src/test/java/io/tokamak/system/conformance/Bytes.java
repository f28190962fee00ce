// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectId;
import java.util.List;
import java.util.stream.IntStream;

/** Small values that many rows use. */
final class Bytes {
  static final byte[] NONE = {};

  private Bytes() {}

  /** {@code length} bytes: i, i + 1, ... modulo 256, from {@code first}. */
  static byte[] counting(int first, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (first + i);
    }
    return bytes;
  }

  /** {@code count} ids that belong to {@code name}. */
  static List<ObjectId> ids(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> ObjectId.named(name + " " + i)).toList();
  }

  /** Puts an object of so many bytes. */
  static void put(ObjectStoreClient client, ObjectId id, int length) {
    client.put(id, counting(0, length));
  }

  /** The same under a new id. */
  static ObjectId putNew(ObjectStoreClient client, int length) {
    ObjectId id = ObjectId.random();
    put(client, id, length);
    return id;
  }

  /** Fails unless the object is there with exactly these bytes. */
  static void expect(ObjectStoreClient client, ObjectId id, byte[] data, byte[] metadata) {
    try (ObjectHandle handle = client.get(id)) {
      assertThat(handle.toByteArray()).isEqualTo(data);
      assertThat(handle.metadataBytes()).isEqualTo(metadata);
    }
  }
}
