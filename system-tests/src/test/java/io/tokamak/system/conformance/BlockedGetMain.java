// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.wire.ObjectId;
import java.nio.file.Path;

/** A client that waits for an object for ever: arguments are the socket and the id. */
final class BlockedGetMain {
  private BlockedGetMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    ObjectId id = ObjectId.fromHex(arguments[1]);
    try (ObjectStoreClient client = Tokamak.connect(Path.of(arguments[0]));
        ObjectHandle handle = client.getWhenSealed(id)) {
      System.out.println("got " + handle.length());
    }
  }
}
