// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import io.tokamak.wire.ObjectId;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A fresh process: draws an id, then restores ids that another process serialised. */
final class IdMain {
  static final String DRAWN = "drawn ";
  static final String RESTORED = "restored ";

  private IdMain() {}

  public static void main(String[] arguments) throws IOException, ClassNotFoundException {
    System.out.println(DRAWN + ObjectId.random());
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      System.out.println(RESTORED + restore(Base64.getDecoder().decode(line)));
    }
  }

  private static ObjectId restore(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream stream = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (ObjectId) stream.readObject();
    }
  }
}
