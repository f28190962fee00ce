// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a node needs for TLS: who it is, and whom it believes. Both sides of a connection show a
 * certificate; every node that an authority vouches for is let in, whatever name is in it: who it
 * is the handshake of the fabric says. Immutable, safe for any thread.
 */
public final class Tls {
  private static final String PROTOCOL = "TLSv1.3";
  private static final char[] NO_PASSWORD = new char[0];

  private final SSLContext context;

  private Tls(SSLContext context) {
    this.context = context;
  }

  /**
   * Reads PEM files.
   *
   * @param chain the node's certificate, and those between it and an authority
   * @param key the private key of the first of them, PKCS #8 without a password
   * @param authorities certificates of those who vouch for nodes
   * @throws IllegalArgumentException when a file is not what it should be; says which and why
   */
  public static Tls load(Path chain, Path key, Path authorities) {
    return load(chain, key, authorities, Instant.now());
  }

  static Tls load(Path chain, Path key, Path authorities, Instant now) {
    List<X509Certificate> mine = Pem.certificates(chain);
    PrivateKey secret = Pem.privateKey(key, mine.getFirst().getPublicKey());
    checkDates(chain, mine.getFirst(), now);
    Pem.checkPair(key, secret, chain, mine.getFirst().getPublicKey());
    try {
      return new Tls(context(mine, secret, Pem.certificates(authorities)));
    } catch (GeneralSecurityException | IOException unusable) {
      throw new IllegalArgumentException(
          "TLS cannot use %s with %s: %s".formatted(chain, key, unusable.getMessage()), unusable);
    }
  }

  private static void checkDates(Path file, X509Certificate certificate, Instant now) {
    try {
      certificate.checkValidity(Date.from(now));
    } catch (CertificateExpiredException | CertificateNotYetValidException outside) {
      throw new IllegalArgumentException(
          "%s: the certificate is good from %s to %s, now it is %s: have a new one made"
              .formatted(
                  file,
                  certificate.getNotBefore().toInstant(),
                  certificate.getNotAfter().toInstant(),
                  now),
          outside);
    }
  }

  private static SSLContext context(
      List<X509Certificate> mine, PrivateKey key, List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore own = store();
    own.setKeyEntry("node", key, NO_PASSWORD, mine.toArray(new Certificate[0]));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, NO_PASSWORD);
    KeyStore believed = store();
    for (int i = 0; i < authorities.size(); i++) {
      believed.setCertificateEntry("authority " + i, authorities.get(i));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(believed);
    SSLContext context = SSLContext.getInstance(PROTOCOL);
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore store() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  /** One side of a connection. */
  SSLEngine engine(boolean caller) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(caller);
    if (!caller) {
      engine.setNeedClientAuth(true);
    }
    engine.setEnabledProtocols(new String[] {PROTOCOL});
    return engine;
  }

  @Override
  public String toString() {
    return PROTOCOL;
  }
}
