// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.NodeRef;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** The handshake on the side that was called, until it has answered. */
final class Answering implements FlowUser {
  private final ShmFabric fabric;
  private final Greeting greeting;

  Answering(ShmFabric fabric, Greeting greeting) {
    this.fabric = fabric;
    this.greeting = greeting;
  }

  @Override
  public void frame(Flow flow, FrameHeader header, MemorySegment payload, long offset) {
    if (header.type == FrameType.GOODBYE) {
      flow.close();
      return;
    }
    if (header.type != FrameType.HELLO) {
      throw new BadFrameException(header.type + " instead of HELLO");
    }
    Hello caller = Hello.decode(Flow.bytes(header, payload, offset));
    String objection = greeting.objection(caller);
    if (objection != null) {
      refuse(flow, objection);
      return;
    }
    try {
      welcome(flow, caller.self(), greeting.open(caller));
    } catch (IOException unseen) {
      refuse(flow, "your memory cannot be seen from here: " + unseen.getMessage());
    }
  }

  private void welcome(Flow flow, NodeRef caller, PeerMemory memory) {
    ShmEndpoint endpoint = fabric.answer(caller);
    endpoint.join(flow, caller, memory);
    flow.send(FrameType.WELCOME, greeting.hello(caller));
  }

  private void refuse(Flow flow, String why) {
    fabric.refused(why);
    flow.send(FrameType.REFUSED, why);
    flow.close();
  }

  @Override
  public void lost(Flow flow, String why, boolean peerEnded) {
    if (peerEnded) {
      flow.close();
    } else {
      refuse(flow, why);
    }
  }
}
