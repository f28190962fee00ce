// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.NodeRef;
import org.jspecify.annotations.Nullable;

/** The handshake of one flow, on the side that was called. */
final class Answering implements Handshake {
  private final TcpFabric fabric;
  private final Identity identity;
  private byte[] hello = new byte[0];
  private byte[] challenge = new byte[0];
  private @Nullable Hello caller;

  Answering(TcpFabric fabric, Identity identity) {
    this.fabric = fabric;
    this.identity = identity;
  }

  @Override
  public void connected(Flow flow) {
    throw new IllegalStateException("a flow that was accepted is connected");
  }

  @Override
  public void said(Flow flow, FrameType type, byte[] payload) {
    Hello known = caller;
    if (type == FrameType.HELLO && known == null) {
      challenge(flow, payload);
    } else if (type == FrameType.PROOF && known != null) {
      check(flow, known, payload);
    } else {
      throw Handshake.unexpected(type);
    }
  }

  private void challenge(Flow flow, byte[] payload) {
    hello = payload;
    Hello found = Hello.decode(payload);
    String objection = objection(found);
    if (objection != null) {
      refuse(flow, objection);
      return;
    }
    caller = found;
    challenge = identity.challenge(FrameHeader.VERSION).encode();
    flow.send(FrameType.CHALLENGE, challenge);
  }

  private @Nullable String objection(Hello found) {
    int version = FrameHeader.VERSION;
    if (found.lowestVersion() > version || found.highestVersion() < version) {
      return "this node speaks version %d of the protocol, you speak %d to %d"
          .formatted(version, found.lowestVersion(), found.highestVersion());
    }
    NodeRef expected = found.expected();
    if (!expected.equals(NodeRef.ANYBODY) && !expected.equals(identity.self())) {
      return "asked for node %s, this is %s".formatted(expected, identity.self());
    }
    if (found.secret() != identity.hasSecret()) {
      return identity.hasSecret()
          ? "this node wants a secret and you have none: give both the same"
          : "this node has no secret and you have one: give both the same";
    }
    return null;
  }

  private void check(Flow flow, Hello known, byte[] payload) {
    if (!Secret.same(identity.proof(Identity.CALLER, hello, challenge), payload)) {
      refuse(flow, "the secret is another one here: give both nodes the same");
      return;
    }
    TcpEndpoint endpoint = fabric.endpointOf(known);
    if (endpoint == null || !endpoint.wants(known.flow())) {
      refuse(flow, "this connection has that flow already");
      return;
    }
    flow.send(FrameType.WELCOME, identity.proof(Identity.ANSWERER, hello, challenge));
    endpoint.joined(flow, known.flow(), identity.isHere(known.machine()));
  }

  private void refuse(Flow flow, String why) {
    fabric.refused(caller, why);
    flow.send(FrameType.REFUSED, why);
    flow.close();
  }

  @Override
  public void lost(Flow flow, String why) {
    refuse(flow, why);
  }
}
