// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.NodeRef;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** The handshake on the side that began the connection. */
final class Calling implements FlowUser {
  private final ShmEndpoint endpoint;
  private final Greeting greeting;
  private final NodeRef expected;

  Calling(ShmEndpoint endpoint, Greeting greeting) {
    this.endpoint = endpoint;
    this.greeting = greeting;
    expected = endpoint.peer();
  }

  @Override
  public void frame(Flow flow, FrameHeader header, MemorySegment payload, long offset) {
    switch (header.type) {
      case WELCOME -> join(flow, Hello.decode(Flow.bytes(header, payload, offset)));
      case REFUSED, GOODBYE -> lost(flow, "refused: " + Flow.text(header, payload, offset), true);
      default -> throw new BadFrameException(header.type + " in the handshake");
    }
  }

  private void join(Flow flow, Hello found) {
    String objection = greeting.objection(found);
    if (objection == null && !isExpected(found.self())) {
      objection = "asked for node %s, found %s there".formatted(expected, found.self());
    }
    if (objection != null) {
      endpoint.close(objection);
      return;
    }
    try {
      endpoint.join(flow, found.self(), greeting.open(found));
      flow.send(FrameType.READY, 0);
      endpoint.ready();
    } catch (IOException unseen) {
      endpoint.close("its memory cannot be seen from here: " + unseen.getMessage());
    }
  }

  private boolean isExpected(NodeRef found) {
    return expected.equals(found) || expected.equals(NodeRef.ANYBODY);
  }

  @Override
  public void lost(Flow flow, String why, boolean peerEnded) {
    endpoint.lost(flow, why, peerEnded);
  }
}
