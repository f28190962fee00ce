// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

/** Bounds that both sides keep; who goes beyond them loses the connection. */
public final class Limits {
  /** Ids that one node has asked for and that are not answered. */
  public static final int UNANSWERED = 1 << 18;

  /** Ids that one node watches. */
  public static final int WATCHED = 1 << 20;

  /** News of members that a node has not taken, and members that there can be. */
  public static final int NEWS = 1 << 16;

  private Limits() {}
}
