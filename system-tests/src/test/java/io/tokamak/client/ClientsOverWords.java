// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.words.SharedWords;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Opens the door of this package that is for tests only. */
public final class ClientsOverWords {
  private ClientsOverWords() {}

  /** A client that reaches the words of the segment through {@code between}. */
  public static ObjectStoreClient connect(
      Path socket, String name, UnaryOperator<SharedWords> between) {
    return Tokamak.builder().socket(socket).name(name).words(between).connect();
  }
}
