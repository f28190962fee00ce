// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import io.tokamak.directory.NodeInfo;
import io.tokamak.directory.message.Limits;
import io.tokamak.fabric.service.BadMessageException;
import java.util.ArrayList;
import java.util.List;

/** The members that the host names to a node which joins, until it has named all. */
final class Enrolment {
  private final List<NodeInfo> named = new ArrayList<>();

  /** It begins anew. */
  void begin() {
    named.clear();
  }

  /**
   * The host names some more.
   *
   * @throws BadMessageException when they are too many
   */
  void add(List<NodeInfo> nodes) {
    named.addAll(nodes);
    if (named.size() > Limits.NEWS) {
      throw new BadMessageException(
          "found %d members, expected at most %d".formatted(named.size(), Limits.NEWS));
    }
  }

  /**
   * It has named all.
   *
   * @param anotherHost whether those that were known so far may still join this one, until then
   */
  void end(Roster roster, boolean anotherHost, long untilNs) {
    List<NodeInfo> there = List.copyOf(named);
    named.clear();
    if (anotherHost) {
      roster.begin(there, untilNs);
    } else {
      roster.replace(there);
    }
  }
}
