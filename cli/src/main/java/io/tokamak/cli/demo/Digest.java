// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files and streams, in hexadecimal. */
final class Digest {
  private static final int BUFFER_LENGTH = 1 << 16;

  private Digest() {}

  static String of(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return of(stream);
    }
  }

  static String of(InputStream stream) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] buffer = new byte[BUFFER_LENGTH];
    int count = stream.read(buffer);
    while (count >= 0) {
      sha256.update(buffer, 0, count);
      count = stream.read(buffer);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
