// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.fabric.NodeRef;

/**
 * What this life of the node has told the directory, and how that is proved. Redis keeps a token
 * for each life, {@code <epoch>:<session>:<batch>}: a session for each time it joined, rising; in
 * each session its batches are counted. A batch says which token it expects and which one is to
 * come, so none is applied twice, out of turn, or after the node has joined anew: commands of a
 * connection that was given up may be executed long after. And if Redis comes back with an older
 * state, or none, the token gives it away.
 */
final class Ledger {
  private final String epoch;
  private String directory = "";
  private long session;
  private long applied;
  private long sent;

  /** What is known to be whole: a session, and how far its batches may have got. */
  private long wholeSession;

  private long wholeFrom;
  private long wholeTo;

  Ledger(NodeRef self) {
    epoch = Keys.epoch(self);
  }

  /** Another session begins: nothing of the old one is accepted once this one has joined. */
  void begin() {
    session++;
    applied = 0;
    sent = 0;
  }

  long session() {
    return session;
  }

  /** The token after all batches that were answered. */
  String token() {
    return token(applied);
  }

  /** The token that the next batch expects. */
  String expected() {
    return token(sent);
  }

  private String token(long batches) {
    return epoch + ":" + session + ":" + batches;
  }

  /** A batch is on its way. */
  void sent() {
    sent++;
    wholeTo = sent;
  }

  /** The oldest batch on its way was applied. */
  void applied() {
    applied++;
    wholeFrom = applied;
  }

  /** What was sent and refused is not on its way any more. */
  void refused() {
    sent = applied;
    wholeTo = applied;
  }

  /** From now on the directory of that epoch has all that was told in this session. */
  void whole(String directoryEpoch) {
    directory = directoryEpoch;
    wholeSession = session;
    wholeFrom = applied;
    wholeTo = sent;
  }

  /**
   * Whether a directory that kept {@code was} for this life lacks nothing but what was sent last.
   */
  boolean continues(String directoryEpoch, String was) {
    if (wholeSession == 0 || !directoryEpoch.equals(directory)) {
      return false;
    }
    for (long batch = wholeFrom; batch <= wholeTo; batch++) {
      if (was.equals(epoch + ":" + wholeSession + ":" + batch)) {
        return true;
      }
    }
    return false;
  }

  boolean isOf(String directoryEpoch) {
    return directoryEpoch.equals(directory);
  }
}
