// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.message.AttachRequest;
import io.tokamak.wire.message.HelloRequest;

/** The steps from a socket path to a session: connect, hello, map, attach the second connection. */
final class Connecting {
  private Connecting() {}

  static ClientSession connect(ConnectSettings settings) {
    FrameConnection calls = FrameConnection.open(settings.socket(), settings.callTimeoutMs());
    try {
      return introduce(settings, calls);
    } catch (RuntimeException e) {
      calls.close();
      throw e;
    }
  }

  private static ClientSession introduce(ConnectSettings settings, FrameConnection calls) {
    int pid = (int) ProcessHandle.current().pid();
    FrameConnection.Welcome welcome =
        calls.hello(new HelloRequest(settings.readOnly(), pid, settings.name()));
    if (welcome.descriptor() < 0) {
      throw new ProtocolMismatchException(
          "welcome of the node: found no descriptor of its segment with it");
    }
    Mapping mapping = Mapping.open(welcome.descriptor(), welcome.reply(), settings.words());
    try {
      calls.lookFirst();
      FrameConnection events = attach(settings, welcome.reply().sessionId());
      return ClientSession.start(settings, calls, events, welcome.reply(), mapping);
    } catch (RuntimeException e) {
      mapping.unmap();
      throw e;
    }
  }

  /** A further connection of a session. */
  static FrameConnection attach(ConnectSettings settings, long sessionId) {
    FrameConnection further = FrameConnection.open(settings.socket(), settings.callTimeoutMs());
    try {
      further.exchange(new AttachRequest(sessionId));
      return further;
    } catch (RuntimeException e) {
      further.close();
      throw e;
    }
  }
}
