// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes answers apart. All throw {@link BadReplyException} if the answer is another. */
final class Replies {
  private Replies() {}

  static long number(@Nullable Object reply) {
    if (reply instanceof Long number) {
      return number;
    }
    throw BadReplyException.of(reply, "a number");
  }

  static byte[] bytes(@Nullable Object reply) {
    if (reply instanceof byte[] bytes) {
      return bytes;
    }
    throw BadReplyException.of(reply, "bytes");
  }

  static String text(@Nullable Object reply) {
    return new String(bytes(reply), StandardCharsets.ISO_8859_1);
  }

  static List<?> list(@Nullable Object reply) {
    if (reply instanceof List<?> list) {
      return list;
    }
    throw BadReplyException.of(reply, "a list");
  }

  static List<?> list(@Nullable Object reply, int length) {
    List<?> list = list(reply);
    if (list.size() != length) {
      throw BadReplyException.of(reply, "a list of " + length);
    }
    return list;
  }
}
