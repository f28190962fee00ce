// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.tcp.TcpFabric;
import io.tokamak.fabric.tcp.TcpOptions;
import io.tokamak.fabric.ucx.UcxFabric;
import io.tokamak.fabric.ucx.UcxOptions;
import io.tokamak.fabric.ucx.UcxSupport;
import io.tokamak.node.cluster.ClusterSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class PeerCheckTest {
  private static final ClusterSecret SECRET =
      ClusterSecret.of("a secret of ours, long enough", "a test");
  private static final ClusterSecret OTHER =
      ClusterSecret.of("another secret, of others", "a test");

  private static final NodeRef NODE = new NodeRef(0x4f2a, 1);
  private static final TcpOptions OPTIONS = TcpOptions.loopback().withSecret(SECRET.secret());

  private static List<Finding> look(String address, ClusterSecret secret) {
    Peer peer = new Peer(address, Optional.of(secret), Optional.empty());
    return new PeerCheck(peer, new TcpGreeting(peer)).look();
  }

  /** A node that knows the secret, polled by a thread of its own until it is closed. */
  private static final class Answering implements AutoCloseable {
    private final Fabric fabric;
    private final Thread thread;
    private volatile boolean ended;

    Answering(Fabric fabric) {
      this.fabric = fabric;
      thread = Thread.ofPlatform().start(this::run);
    }

    static Answering overTcp() throws IOException {
      return new Answering(new TcpFabric(NODE, OPTIONS, System::nanoTime));
    }

    static Answering overUcx() throws IOException {
      UcxOptions options = UcxOptions.of(OPTIONS).withTransports("tcp");
      return new Answering(new UcxFabric(NODE, options, System::nanoTime));
    }

    private void run() {
      Hearing nobody = new Hearing();
      while (!ended) {
        fabric.poll(nobody);
        fabric.await(100_000_000);
      }
      fabric.close();
    }

    String address() {
      return fabric.address().location();
    }

    @Override
    public void close() throws InterruptedException {
      ended = true;
      fabric.wakeUp();
      thread.join();
    }
  }

  @Test
  void shouldGreetANodeOfTheCluster() throws Exception {
    try (Answering node = Answering.overTcp()) {
      List<Finding> findings = look(node.address(), SECRET);

      assertThat(findings)
          .extracting(Finding::name)
          .containsExactly("peer name", "peer port", "peer greeting");
      assertThat(findings).extracting(Finding::verdict).containsOnly(Verdict.OK);
      assertThat(findings.getLast().found()).contains("node 4f2a").contains("knows our secret");
    }
  }

  /** Nodes meet there before network cards take over, and a firewall may keep them from it. */
  @Test
  void shouldGreetAtThePortThatUcxHasForItself() throws Exception {
    Assumptions.assumeTrue(UcxSupport.look().isInstalled(), "apt install libucx0");
    try (Answering node = Answering.overUcx()) {
      List<Finding> findings = look(node.address(), SECRET);

      assertThat(findings).extracting(Finding::verdict).containsOnly(Verdict.OK);
      assertThat(findings.getLast().found()).contains("node 4f2a").contains("knows our secret");
    }
  }

  @Test
  void shouldSayThatTheSecretIsAnotherOne() throws Exception {
    try (Answering node = Answering.overTcp()) {
      Finding greeting = look(node.address(), OTHER).getLast();

      assertThat(greeting.verdict()).isEqualTo(Verdict.MISSING);
      assertThat(greeting.found()).contains("secret");
      assertThat(greeting.remedy()).contains("--secret-file");
    }
  }

  @Test
  void shouldSayThatNobodyListens() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    List<Finding> findings = look("127.0.0.1:" + port, SECRET);

    assertThat(findings).hasSize(2);
    assertThat(findings.getLast().found()).isEqualTo("nobody listens at 127.0.0.1:" + port);
    assertThat(findings.getLast().remedy()).contains("--listen");
  }

  @Test
  void shouldSayThatSomebodyElseListens() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      Finding greeting = look("127.0.0.1:" + silent.getLocalPort(), SECRET).getLast();

      assertThat(greeting.name()).isEqualTo("peer greeting");
      assertThat(greeting.verdict()).isEqualTo(Verdict.MISSING);
    }
  }

  @Test
  void shouldSayThatNobodyKnowsTheName() {
    Finding name = look("no-such-node.invalid:7420", SECRET).getLast();

    assertThat(name.name()).isEqualTo("peer name");
    assertThat(name.verdict()).isEqualTo(Verdict.MISSING);
    assertThat(name.found()).contains("no-such-node.invalid");
  }

  @Test
  void shouldSayWhatAnAddressIs() {
    assertThat(look("", SECRET).getLast().remedy()).contains("HOST:PORT");
    assertThat(look("127.0.0.1", SECRET).getLast().found()).contains("127.0.0.1 has no port");
    assertThat(look("127.0.0.1", SECRET).getLast().remedy()).contains("HOST:PORT");
  }
}
