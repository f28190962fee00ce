// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.testkit.fabric.Party;
import io.tokamak.testkit.fabric.Scene;
import io.tokamak.testkit.seed.Seeds;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in over TLS, and what harm is done to whom. */
final class TlsTest {
  private static final TcpOptions PLAIN = TcpWorld.options();
  private static final TcpOptions OURS = PLAIN.withTls(TestCertificates.OURS.node());
  private static final int LENGTH = 1 << 20;

  /** Both nodes say why there is no connection. */
  private static void assertRefused(
      TcpOptions near, TcpOptions far, String nearReason, String farReason) throws IOException {
    IntFunction<TcpOptions> options = node -> node == 0 ? near : far;
    try (Scene scene = new Scene(new TcpWorld(options))) {
      Party caller = scene.party(0);
      Party called = scene.party(1);
      Endpoint endpoint =
          caller.fabric().connect(called.self(), called.fabric().address(), scene.inSeconds(60));
      TcpFabric answering = (TcpFabric) called.fabric();
      scene.until(
          "refusals",
          () -> caller.disconnected().containsKey(endpoint) && isAmong(answering, farReason));

      assertThat(caller.disconnected().get(endpoint)).containsIgnoringCase(nearReason);
      assertThat(called.connected()).isEmpty();
      assertThat(caller.connected()).isEmpty();
    }
  }

  private static boolean isAmong(TcpFabric fabric, String reason) {
    return fabric.refusals().keySet().stream().anyMatch(found -> found.contains(reason));
  }

  @Test
  void shouldRefuseAnotherAuthority() throws IOException {
    TcpOptions stranger = PLAIN.withTls(TestCertificates.OTHERS.believing(TestCertificates.OURS));
    assertRefused(stranger, OURS, "TLS: ", "PKIX path");
  }

  @Test
  void shouldNotTalkToWhomAnotherAuthorityVouchesFor() throws IOException {
    TcpOptions stranger = PLAIN.withTls(TestCertificates.OTHERS.node());
    assertRefused(OURS, stranger, "PKIX path", "certificate");
  }

  @Test
  void shouldRefuseACertificateThatHasExpired() throws IOException {
    TcpOptions expired = PLAIN.withTls(TestCertificates.OURS.expired());
    assertRefused(expired, OURS, "TLS: ", "NotAfter");
    assertRefused(OURS, expired, "NotAfter", "certificate");
  }

  @Test
  void shouldRefuseWhoSpeaksNoTls() throws IOException {
    assertRefused(
        PLAIN, OURS, "this node speaks TLS and you do not", "the peer does not speak TLS");
  }

  @Test
  void shouldRefuseWhoSpeaksTlsAlone() throws IOException {
    assertRefused(
        OURS, PLAIN, "the peer does not speak TLS", "you speak TLS and this node does not");
  }

  /** The secret counts behind TLS as well. */
  @Test
  void shouldRefuseAnotherSecretBehindTls() throws IOException {
    TcpOptions other = OURS.withSecret(TcpWorld.secret("another one than the others have"));
    assertRefused(other, OURS, "the secret is another one", "the secret is another one");
  }

  @Test
  void shouldDropGarbage() throws IOException {
    Seeds.run(
        "shouldDropGarbage",
        random -> {
          try (Scene scene = new Scene(new TcpWorld(node -> OURS))) {
            for (int i = 0; i < 20; i++) {
              byte[] bytes = new byte[100 + random.nextInt(3000)];
              random.nextBytes(bytes);
              if (i % 2 == 0) {
                bytes[0] = 22;
                bytes[1] = 3;
                bytes[2] = 3;
              }
              try (RawPeer peer = new RawPeer(scene.party(1).fabric().address())) {
                peer.say(bytes);
                scene.untilInTime("the stranger is dropped", peer::isDropped);
              }
            }
            scene.link(scene.party(0), scene.party(1));
          }
        });
  }

  @Test
  void shouldDropWhoStaysSilentInTheHandshake() throws IOException {
    try (Scene scene = new Scene(new TcpWorld(node -> OURS));
        RawPeer silent = new RawPeer(scene.party(1).fabric().address());
        RawPeer slow = new RawPeer(scene.party(1).fabric().address())) {
      slow.say(new byte[] {22, 3, 1, 2});
      long beganNs = scene.world().nowNs();
      scene.untilInTime("they are dropped", () -> silent.isDropped() && slow.isDropped());

      assertThat(scene.world().nowNs() - beganNs).isLessThan(10_000_000_000L);
    }
  }

  /** The caller's deadline bounds the handshake of TLS too. */
  @Test
  void shouldGiveUpAPeerThatDoesNotAnswer() throws IOException {
    try (Scene scene = new Scene(new TcpWorld(node -> OURS))) {
      Party caller = scene.party(0);
      Party called = scene.party(1);
      scene.freeze(called);
      Endpoint endpoint =
          caller.fabric().connect(called.self(), called.fabric().address(), scene.inSeconds(2));
      scene.untilInTime("the end", () -> caller.disconnected().containsKey(endpoint));

      assertThat(caller.disconnected().get(endpoint)).contains("deadline");
    }
  }

  /** Cut or damaged anywhere: both notice, nothing wrong arrives, and the next connection works. */
  @ParameterizedTest
  @CsvSource({
    "3, -1",
    "100, -1",
    "700, -1",
    "1500, -1",
    "3000, -1",
    "20000, -1",
    "200000, -1",
    "-1, 50",
    "-1, 700",
    "-1, 1500",
    "-1, 2500",
    "-1, 50000",
    "-1, 300000"
  })
  void shouldSurviveHarm(long cutAfter, long flipAt) throws IOException {
    for (Proxy.Way way : Proxy.Way.values()) {
      TcpWorld world = new TcpWorld(node -> OURS);
      try (Scene scene = new Scene(world)) {
        Party near = scene.party(0);
        Party far = scene.party(1);
        Proxy.Harm harm = new Proxy.Harm(1, way, cutAfter, flipAt);
        try (Proxy proxy = new Proxy(far.fabric().address(), harm)) {
          world.onStep(proxy::step);
          Endpoint endpoint =
              near.fabric().connect(far.self(), proxy.address(), scene.inSeconds(5));
          scene.until(
              "a connection or none",
              () -> near.connected().contains(endpoint) || near.disconnected().size() == 1);
          move(scene, endpoint);
          world.onStep(Thread::onSpinWait);
        }
        scene.link(near, far);
      }
    }
  }

  private static void move(Scene scene, Endpoint endpoint) {
    Party near = scene.party(0);
    MemoryRegion source = scene.party(1).filled(LENGTH, Access.WRITE, 3);
    MemoryRegion target = near.memory(LENGTH, Access.LOCAL);
    long read = near.token();
    if (!endpoint.read(target, 0, source.pointer(0, LENGTH), read)) {
      return;
    }
    scene.untilInTime("the end of the read", () -> near.hasCompleted(read));
    assertThat(near.status(read)).isIn(OperationStatus.DONE, OperationStatus.DISCONNECTED);
    if (near.status(read) == OperationStatus.DONE) {
      assertThat(target.memory().mismatch(source.memory())).isEqualTo(-1);
      long write = near.token();
      endpoint.write(target, 0, source.pointer(0, LENGTH), write);
      scene.untilInTime("the end of the write", () -> near.hasCompleted(write));
    }
  }

  /** Nothing of what is said can be read on the way. */
  @Test
  void shouldEncrypt() throws IOException {
    TcpWorld world = new TcpWorld(node -> OURS);
    try (Scene scene = new Scene(world)) {
      Party far = scene.party(1);
      try (Proxy proxy = new Proxy(far.fabric().address(), Proxy.Harm.none())) {
        world.onStep(proxy::step);
        Endpoint endpoint =
            scene.party(0).fabric().connect(far.self(), proxy.address(), scene.inSeconds(5));
        scene.until("a connection", () -> scene.party(0).connected().contains(endpoint));
        endpoint.send(Scene.bytes("nobody hears this"), MemorySegment.NULL);
        scene.until("a message", () -> far.messages().size() == 1);

        byte[] seen = proxy.seen(0, Proxy.Way.TO_SERVER);
        assertThat(new String(seen, StandardCharsets.ISO_8859_1))
            .doesNotContain("nobody hears this", "TKFB");
      }
    }
  }

  private static void assertLoadFails(Path chain, Path key, Path authorities, String why) {
    assertThatThrownBy(() -> Tls.load(chain, key, authorities))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void shouldSayWhichFileIsWrong() throws IOException {
    TestCertificates ours = TestCertificates.OURS;
    Path chain = ours.chain("node");
    Path key = ours.key("node");
    Path authority = ours.chain("authority");
    Path missing = chain.resolveSibling("missing.pem");
    Path empty = ours.write("empty.pem", "");
    Path old = ours.write("old.key", TestCertificates.pem("EC PRIVATE KEY", new byte[99]));
    Path nonsense = ours.write("nonsense.key", TestCertificates.pem("PRIVATE KEY", new byte[99]));

    assertLoadFails(missing, key, authority, "missing.pem: it cannot be read");
    assertLoadFails(empty, key, authority, "empty.pem: it has no certificate");
    assertLoadFails(key, key, authority, "node.key: it has no certificate");
    assertLoadFails(chain, empty, authority, "empty.pem: it has no key");
    assertLoadFails(chain, old, authority, "old.key: the key is a EC PRIVATE KEY: convert it");
    assertLoadFails(chain, nonsense, authority, "nonsense.key: it has no EC key");
    assertLoadFails(chain, ours.key("authority"), authority, "the key is not that of");
    assertLoadFails(chain, key, missing, "missing.pem: it cannot be read");
    assertLoadFails(
        ours.chain("expired"), ours.key("expired"), authority, "the certificate is good from");
    assertThat(Tls.load(chain, key, authority)).hasToString("TLSv1.3");
    Files.delete(old);
  }
}
