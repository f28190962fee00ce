// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority and nodes it vouches for, made by the keytool of the running JDK. */
final class TestCertificates {
  static final TestCertificates OURS = new TestCertificates();
  static final TestCertificates OTHERS = new TestCertificates();

  private static final String PASSWORD = "only for this test";

  private final Path directory;
  private final KeyStore store;

  private TestCertificates() {
    try {
      directory = Files.createTempDirectory("tokamak-tls");
      directory.toFile().deleteOnExit();
      make("authority", "-ext", "bc:c", "-validity", "100");
      make("node", "-signer", "authority", "-validity", "50");
      make("expired", "-signer", "authority", "-startdate", "-9d", "-validity", "5");
      store = KeyStore.getInstance(directory.resolve("store").toFile(), PASSWORD.toCharArray());
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    } catch (GeneralSecurityException | InterruptedException unusable) {
      throw new IllegalStateException(unusable);
    }
  }

  private void make(String name, String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", name, "-dname", "CN=" + name));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", directory.resolve("store").toString()));
    command.addAll(List.of("-storepass", PASSWORD));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("keytool: " + said);
    }
  }

  /** What a node of this authority needs. */
  Tls node() {
    return tls("node", this);
  }

  /** A node with a certificate of this authority that believes another one. */
  Tls believing(TestCertificates other) {
    return tls("node", other);
  }

  /** A node whose certificate was good a week ago. */
  Tls expired() {
    return tls("expired", this);
  }

  private Tls tls(String name, TestCertificates believed) {
    Instant then = Instant.now().minus(name.equals("expired") ? 7 : 0, ChronoUnit.DAYS);
    return Tls.load(chain(name), key(name), believed.chain("authority"), then);
  }

  Path chain(String name) {
    StringBuilder text = new StringBuilder();
    try {
      for (Certificate each : store.getCertificateChain(name)) {
        text.append(pem("CERTIFICATE", each.getEncoded()));
      }
    } catch (GeneralSecurityException unusable) {
      throw new IllegalStateException(unusable);
    }
    return write(name + ".pem", text.toString());
  }

  Path key(String name) {
    try {
      Key key = store.getKey(name, PASSWORD.toCharArray());
      return write(name + ".key", pem("PRIVATE KEY", key.getEncoded()));
    } catch (GeneralSecurityException unusable) {
      throw new IllegalStateException(unusable);
    }
  }

  Path write(String name, String text) {
    try {
      Path file = Files.writeString(directory.resolve(name), text);
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  static String pem(String what, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, text, what);
  }
}
