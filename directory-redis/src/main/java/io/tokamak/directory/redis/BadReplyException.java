// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer that no Redis gives. The connection is given up; nobody outside sees this. */
final class BadReplyException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private BadReplyException(String message) {
    super(message);
  }

  static BadReplyException of(@Nullable Object found, String expected) {
    String what =
        switch (found) {
          case null -> "nothing";
          case RedisError(String message) -> message;
          case byte[] bytes -> bytes.length + " bytes";
          case List<?> list -> "a list of " + list.size();
          default -> found.getClass().getSimpleName() + " " + found;
        };
    return new BadReplyException(
        found instanceof RedisError ? what : "answered " + what + ", expected " + expected);
  }
}
