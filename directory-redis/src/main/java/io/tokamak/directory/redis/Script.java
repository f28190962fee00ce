// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What is done in Redis in one step. The text of each is a resource; it says what goes in and out.
 */
enum Script {
  /** A life of a node comes. */
  JOIN,

  /** A heartbeat. */
  BEAT,

  /** Announces and withdraws. */
  APPLY,

  /** Removes what a life held, bit by bit. */
  CLEAN,

  /** A life of a node goes. */
  LEAVE;

  private final String text = read("common") + read(name().toLowerCase(Locale.ROOT));
  private final String sha = sha(text);

  /** Lua. */
  String text() {
    return text;
  }

  /** What Redis calls it once it has seen the text. */
  String sha() {
    return sha;
  }

  private static String read(String name) {
    try (InputStream stream = Script.class.getResourceAsStream(name + ".lua")) {
      if (stream == null) {
        throw new IllegalStateException(name + ".lua is not beside this class");
      }
      return new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static String sha(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
