// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.NodeRef;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The handshake of one flow, on the side that began the connection. */
final class Calling implements Handshake {
  private final TcpEndpoint endpoint;
  private final Identity identity;
  private final NodeRef expected;
  private final int index;
  private final byte[] hello;
  private byte[] challenge = new byte[0];
  private NodeRef answerer = NodeRef.ANYBODY;
  private UUID machine = Hello.UNKNOWN;

  Calling(TcpEndpoint endpoint, Identity identity, int index, long connection) {
    this.endpoint = endpoint;
    this.identity = identity;
    this.index = index;
    expected = endpoint.peer();
    hello = identity.hello(expected, index, connection).encode();
  }

  @Override
  public void connected(Flow flow) {
    flow.send(FrameType.HELLO, hello);
  }

  @Override
  public void said(Flow flow, FrameType type, byte[] payload) {
    switch (type) {
      case CHALLENGE -> prove(flow, payload);
      case WELCOME -> join(flow, payload);
      case REFUSED, GOODBYE ->
          endpoint.end("refused: " + new String(payload, StandardCharsets.UTF_8));
      default -> throw Handshake.unexpected(type);
    }
  }

  private void prove(Flow flow, byte[] payload) {
    Challenge found = Challenge.decode(payload);
    if (found.version() != FrameHeader.VERSION) {
      throw new BadFrameException(
          "the peer chose version %d of the protocol, this node speaks %d"
              .formatted(found.version(), FrameHeader.VERSION));
    }
    if (!expected.equals(NodeRef.ANYBODY) && !expected.equals(found.answerer())) {
      throw new BadFrameException(
          "asked for node %s, found %s there".formatted(expected, found.answerer()));
    }
    if (found.secret() != identity.hasSecret()) {
      throw new BadFrameException(
          "the peer has no secret and this node has one: give both the same");
    }
    challenge = payload;
    answerer = found.answerer();
    machine = found.machine();
    flow.send(FrameType.PROOF, identity.proof(Identity.CALLER, hello, challenge));
  }

  private void join(Flow flow, byte[] payload) {
    byte[] expectedProof = identity.proof(Identity.ANSWERER, hello, challenge);
    if (challenge.length == 0 || !Secret.same(expectedProof, payload)) {
      throw new BadFrameException("the peer does not know the secret of this node");
    }
    endpoint.meet(answerer);
    endpoint.joined(flow, index, identity.isHere(machine));
  }

  @Override
  public void lost(Flow flow, String why) {
    endpoint.end(why);
  }
}
