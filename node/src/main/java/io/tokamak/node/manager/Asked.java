// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import io.tokamak.transfer.Call;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.ErrorReply;
import io.tokamak.wire.message.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client that is answered once, now or later. What the manager does for it may end
 * before the manager has returned the call. For the manager's thread.
 */
final class Asked {
  private final ClientConnection connection;
  private final MessageType type;
  private final long correlation;
  private final int ids;
  private @Nullable Call call;
  private boolean over;

  /**
   * A request.
   *
   * @param ids how many objects it is about
   */
  Asked(ClientConnection connection, MessageType type, long correlation, int ids) {
    this.connection = connection;
    this.type = type;
    this.correlation = correlation;
    this.ids = ids;
  }

  int ids() {
    return ids;
  }

  boolean isOver() {
    return over;
  }

  /** The manager works on it. */
  void started(Call newCall) {
    if (over) {
      newCall.cancel();
    } else {
      call = newCall;
    }
  }

  /** Answers, in this step; what the manager still does for it is given up. */
  void answer(Reply reply) {
    if (!over) {
      end();
      connection.ended(this);
      connection.send(type, correlation, reply);
    }
  }

  /** Answers with an error. */
  void fail(TokamakException error) {
    answer(ErrorReply.of(error));
  }

  /** The client is gone. */
  void cancel() {
    if (!over) {
      end();
    }
  }

  private void end() {
    over = true;
    if (call != null) {
      call.cancel();
      call = null;
    }
  }
}
