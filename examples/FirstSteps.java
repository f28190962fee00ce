// SPDX-License-Identifier: Apache-2.0

import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Reads an object that another process put, and makes one for others to read. */
final class FirstSteps {
  private FirstSteps() {}

  /** Needs a node, and an object named "readme". */
  public static void main(String[] arguments) {
    try (ObjectStoreClient client = Tokamak.connect()) {
      System.out.println("readme begins with: " + firstLine(client));

      ObjectId id = ObjectId.random();
      putNumbers(client, id);
      System.out.println("put and got 3 numbers, the sum is " + sum(client, id) + ", the id " + id);
    }
  }

  /** The object is in use until its handle is closed; its data is a view of the shared memory, not a copy. */
  private static String firstLine(ObjectStoreClient client) {
    try (ObjectHandle readme = client.get(ObjectId.named("readme"))) {
      byte[] bytes = readme.data().toArray(ValueLayout.JAVA_BYTE);
      return new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    }
  }

  /** Nobody sees the object before it is sealed; nobody can change it after that. */
  private static void putNumbers(ObjectStoreClient client, ObjectId id) {
    try (ObjectBuilder numbers = client.create(id, 3 * Long.BYTES)) {
      MemorySegment data = numbers.data();
      data.setAtIndex(ValueLayout.JAVA_LONG, 0, 10);
      data.setAtIndex(ValueLayout.JAVA_LONG, 1, 12);
      data.setAtIndex(ValueLayout.JAVA_LONG, 2, 20);
      numbers.seal();
    }
  }

  private static long sum(ObjectStoreClient client, ObjectId id) {
    try (ObjectHandle numbers = client.get(id)) {
      return numbers.longAt(0) + numbers.longAt(8) + numbers.longAt(16);
    }
  }
}
