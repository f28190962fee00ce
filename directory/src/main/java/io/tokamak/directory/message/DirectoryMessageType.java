// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

import io.tokamak.fabric.service.BadMessageException;

/** What a message of the directory says. Codes never change. */
public enum DirectoryMessageType {
  /** To the host: a node wants to be a member, or to be one again. */
  JOIN(1),
  /** From the host: the node is a member, and all others have been told. */
  JOINED(2),
  /** From the host, or from a node that is not the host: why the node is no member. */
  REFUSED(3),
  /** From the host: nodes that are there. */
  MEMBERS(4),
  /** From the host: a node that is not there any more; to that node itself too. */
  LEFT(5),
  /** Both ways: still there. */
  HEARTBEAT(6),
  /** To the host: what the node holds, does not hold any more, or did not find elsewhere. */
  UPDATE(7),
  /** From the host: which updates have been made. */
  UPDATED(8),
  /** To the host: where are these objects? */
  SEARCH(9),
  /** From the host: there they are. */
  FOUND(10),
  /** To the host: no news of these objects any more. */
  UNWATCH(11),
  /** To the host: the node leaves. */
  LEAVE(12);

  private static final DirectoryMessageType[] ALL = values();

  private final int code;

  DirectoryMessageType(int code) {
    this.code = code;
  }

  /** The number in the header. */
  public int code() {
    return code;
  }

  static DirectoryMessageType of(int code) {
    if (code < 1 || code > ALL.length) {
      throw new BadMessageException(
          "found type %d, the directory has 1 to %d".formatted(code, ALL.length));
    }
    return ALL[code - 1];
  }
}
