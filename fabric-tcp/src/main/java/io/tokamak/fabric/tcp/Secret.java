// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What all nodes of a cluster know and nobody else. It never leaves the node: nodes prove that they
 * have it by an HMAC-SHA256 over what both have said. Immutable, safe for any thread.
 */
public final class Secret {
  static final int PROOF_LENGTH = 32;

  private static final String ALGORITHM = "HmacSHA256";

  /** Stands in where there is no secret, so that both sides still agree on what was said. */
  static final Secret NONE = new Secret("no secret".getBytes(StandardCharsets.UTF_8));

  private final SecretKeySpec key;

  private Secret(byte[] bytes) {
    key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /**
   * A secret of these bytes, at least 16: short ones can be guessed from a proof.
   *
   * @throws IllegalArgumentException when it is shorter
   */
  public static Secret of(byte[] bytes) {
    if (bytes.length < 16) {
      throw new IllegalArgumentException(
          "the cluster's secret has %d bytes, expected 16 or more: make one with openssl rand -hex 32"
              .formatted(bytes.length));
    }
    return new Secret(bytes.clone());
  }

  /** Proves that {@code role} knows the secret, in this conversation only. */
  byte[] proof(String role, byte[] hello, byte[] challenge) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(role.getBytes(StandardCharsets.UTF_8));
      mac.update(hello);
      mac.update(challenge);
      return mac.doFinal();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, missing);
    }
  }

  /** Compares in a time that says nothing. */
  static boolean same(byte[] expected, byte[] found) {
    return MessageDigest.isEqual(expected, found);
  }

  @Override
  public String toString() {
    return "a secret";
  }
}
