// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads certificates and keys as other tools write them; says which file is wrong, and what. */
final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END", Pattern.DOTALL);
  private static final int MOST_BYTES = 1 << 20;

  private Pem() {}

  static List<X509Certificate> certificates(Path file) {
    byte[] bytes = read(file);
    try {
      List<X509Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (all.isEmpty()) {
        throw wrong(file, "it has no certificate, expected -----BEGIN CERTIFICATE-----", null);
      }
      return all;
    } catch (CertificateException nonsense) {
      throw wrong(file, "it has no certificate that can be read", nonsense);
    }
  }

  /** The key that belongs to this public one. */
  static PrivateKey privateKey(Path file, PublicKey other) {
    Matcher found = KEY.matcher(new String(read(file), StandardCharsets.ISO_8859_1));
    if (!found.find()) {
      throw wrong(file, "it has no key, expected -----BEGIN PRIVATE KEY-----", null);
    }
    if (!found.group(1).isEmpty()) {
      String form = found.group(1) + "PRIVATE KEY";
      throw wrong(
          file, "the key is a " + form + ": convert it by openssl pkcs8 -topk8 -nocrypt", null);
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(found.group(2));
      return KeyFactory.getInstance(other.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException nonsense) {
      throw wrong(file, "it has no %s key".formatted(other.getAlgorithm()), nonsense);
    }
  }

  /** Signs something with one and checks it with the other. */
  static void checkPair(Path file, PrivateKey key, Path otherFile, PublicKey other) {
    try {
      Signature signature = Signature.getInstance(signatureOf(key.getAlgorithm()));
      signature.initSign(key);
      byte[] signed = signature.sign();
      signature.initVerify(other);
      if (!signature.verify(signed)) {
        throw wrong(file, "the key is not that of the certificate in " + otherFile, null);
      }
    } catch (GeneralSecurityException unusable) {
      throw wrong(file, "the key cannot sign", unusable);
    }
  }

  private static String signatureOf(String algorithm) {
    return switch (algorithm) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> algorithm;
    };
  }

  private static byte[] read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw wrong(file, "it is too long for a PEM file", null);
      }
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw wrong(file, "it cannot be read", unreadable);
    }
  }

  private static IllegalArgumentException wrong(Path file, String what, @Nullable Exception cause) {
    String rest = cause == null ? "" : " (" + cause + ")";
    return new IllegalArgumentException(file + ": " + what + rest, cause);
  }
}
