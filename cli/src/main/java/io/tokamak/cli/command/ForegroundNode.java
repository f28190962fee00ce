// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.node.Node;
import io.tokamak.node.NodeConfig;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The node of this process, ended by signals: SIGTERM, SIGINT and SIGHUP stop it, and the process
 * exits with 0 when that went well. (By itself, Java exits with 128 and the number of the signal.)
 */
final class ForegroundNode {
  private static final Duration LOOK_AGAIN = Duration.ofHours(1);

  /** Where it stands; guarded by this. */
  private enum State {
    /** Not started, or it could not start. */
    OUT,
    /** It serves. */
    RUNNING,
    /** A signal has come. */
    STOPPING
  }

  private final CountDownLatch never = new CountDownLatch(1);
  private State state = State.OUT;
  private @Nullable Node node;

  /** Starts the node. A signal that comes meanwhile is heeded right after. */
  synchronized void start(NodeConfig config) {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndHalt, "tokamak-stop"));
    node = Node.start(config);
    state = State.RUNNING;
  }

  /**
   * Waits until the node ends by itself. When a signal ends it, so does the process, and this never
   * returns.
   */
  void awaitEnd() throws InterruptedException {
    Node running = node();
    boolean ended = false;
    while (!ended) {
      ended = running.join(LOOK_AGAIN);
    }
    if (state() == State.STOPPING) {
      never.await();
    }
  }

  private synchronized Node node() {
    if (node == null) {
      throw new IllegalStateException("start comes first");
    }
    return node;
  }

  private synchronized State state() {
    return state;
  }

  // Also runs when the process exits because the node could not start: then the exit code is
  // somebody else's business.
  private void stopAndHalt() {
    Node running;
    synchronized (this) {
      running = state == State.RUNNING ? node : null;
      state = State.STOPPING;
    }
    if (running != null && running.isRunning()) {
      Runtime.getRuntime().halt((running.stop() ? ExitCode.OK : ExitCode.ERROR).number());
    }
  }
}
