// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.tcp.TcpAddress;
import io.tokamak.fabric.tcp.TcpFabric;
import io.tokamak.fabric.tcp.TcpOptions;
import io.tokamak.fabric.tcp.Tls;
import io.tokamak.node.cluster.ClusterConfig.TlsFiles;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Connects as a node does, with secret and TLS, and goes away again.
 *
 * @param peer whom to greet
 */
record TcpGreeting(Peer peer) implements Greeting {
  private static final String NAME = "peer greeting";
  private static final long PATIENCE_NS = 3_000_000_000L;
  private static final long PAUSE_NS = 10_000_000;
  private static final int NO_PORT = 0;

  @Override
  public Finding look() {
    NodeRef self = new NodeRef(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE), 1);
    try (Fabric fabric = new TcpFabric(self, options(), System::nanoTime)) {
      return new Talk(fabric).finding();
    } catch (IOException | IllegalArgumentException e) {
      return Finding.missing(
          NAME, String.valueOf(e.getMessage()), "mend that on this machine, then look again");
    }
  }

  private TcpOptions options() {
    TcpOptions options = TcpOptions.loopback();
    if (peer.secret().isPresent()) {
      options = options.withSecret(peer.secret().get().secret());
    }
    if (peer.tls().isPresent()) {
      TlsFiles files = peer.tls().get();
      options = options.withTls(Tls.load(files.certificate(), files.key(), files.authority()));
    }
    return options;
  }

  /** One attempt. */
  private final class Talk {
    private final Fabric fabric;
    private final Hearing hearing = new Hearing();

    Talk(Fabric fabric) {
      this.fabric = fabric;
    }

    Finding finding() {
      long deadlineNs = System.nanoTime() + PATIENCE_NS;
      Endpoint endpoint =
          fabric.connect(NodeRef.ANYBODY, TcpAddress.peer(peer.address(), NO_PORT), deadlineNs);
      while (endpoint.state() == Endpoint.State.CONNECTING && System.nanoTime() - deadlineNs < 0) {
        fabric.poll(hearing);
        fabric.await(PAUSE_NS);
      }
      fabric.poll(hearing);
      return endpoint.state() == Endpoint.State.READY ? welcome(endpoint) : turnedAway();
    }

    private Finding welcome(Endpoint endpoint) {
      String known = peer.secret().isPresent() ? ", and it knows our secret" : "";
      return Finding.ok(NAME, "it is node " + Long.toHexString(endpoint.peer().node()) + known);
    }

    private Finding turnedAway() {
      String why = hearing.ended().isEmpty() ? "it says nothing within 3 s" : hearing.ended();
      return Finding.missing(
          NAME,
          why,
          "is that the port of a node of the same version, with the same --secret-file and"
              + " --tls-ca?");
    }
  }
}
