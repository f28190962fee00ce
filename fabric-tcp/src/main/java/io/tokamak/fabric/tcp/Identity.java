// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.NodeRef;
import java.security.SecureRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who this node is, and how it proves it. */
final class Identity {
  static final String CALLER = "caller";
  static final String ANSWERER = "answerer";

  private final NodeRef self;
  private final @Nullable Secret secret;
  private final int flows;
  private final UUID machine;
  private final SecureRandom random = new SecureRandom();

  Identity(NodeRef self, TcpOptions options) {
    this.self = self;
    secret = options.secret();
    flows = options.flows();
    UUID known = options.machine();
    machine = known == null ? Hello.UNKNOWN : known;
  }

  NodeRef self() {
    return self;
  }

  boolean hasSecret() {
    return secret != null;
  }

  /** Whether what is on that machine is on this one. */
  boolean isHere(UUID other) {
    return !machine.equals(Hello.UNKNOWN) && machine.equals(other);
  }

  long connection() {
    return random.nextLong();
  }

  Hello hello(NodeRef expected, int flow, long connection) {
    int version = FrameHeader.VERSION;
    return new Hello(
        version, version, flow, flows, hasSecret(), connection, self, expected, machine, nonce());
  }

  Challenge challenge(int version) {
    return new Challenge(version, hasSecret(), self, machine, nonce());
  }

  private byte[] nonce() {
    byte[] nonce = new byte[Hello.NONCE_LENGTH];
    random.nextBytes(nonce);
    return nonce;
  }

  byte[] proof(String role, byte[] hello, byte[] challenge) {
    return (secret == null ? Secret.NONE : secret).proof(role, hello, challenge);
  }
}
