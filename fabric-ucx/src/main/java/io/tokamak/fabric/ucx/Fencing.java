// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.ucx.ucp.UcpVersion;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether reads by network cards end in the order in which they are asked for, and what UCX has to
 * be told for that.
 *
 * <p>A weak fence of {@code ucp_worker_fence} orders what goes over one connection of one card, and
 * does not wait. A strong one, which newer versions take by default, waits until the peers have
 * answered everything, in the calling thread and for ever if one does not (openucx/ucx#11199). So
 * fences are weak here, and are not used where reads may go over several cards: there a read behind
 * others begins when those have ended. Seen with {@code rc_verbs} on Soft-RoCE; no other card was
 * at hand.
 *
 * <p>From 1.16 on UCX chooses among other protocols unless it is told not to; before, if it is told
 * to. With them 1.18.1 finds no way for a compare-and-swap, over {@code rc_verbs} as little as over
 * tcp, and it never ends; a read and the word behind it may go different ways. With those of 1.13
 * all is well.
 */
final class Fencing {
  private static final UcpVersion FIRST_WITH_MODES = new UcpVersion(1, 14, 0);
  private static final UcpVersion FIRST_WITH_OTHER_PROTOCOLS = new UcpVersion(1, 16, 0);
  private static final UcpVersion FIRST_WITH_RAILS = new UcpVersion(1, 17, 0);
  private static final String OTHER_PROTOCOLS = "PROTO_ENABLE";
  private static final String MODE = "FENCE_MODE";
  private static final String RAILS = "MAX_RMA_RAILS";
  private static final String WEAK = "weak";
  private static final String ONE = "1";
  private static final String NO = "n";
  private static final String PREFIX = "UCX_";

  private final Map<String, String> wanted = new LinkedHashMap<>();

  /** As that version of UCX has it. */
  Fencing(UcpVersion version) {
    if (version.compareTo(FIRST_WITH_MODES) >= 0) {
      wanted.put(MODE, WEAK);
    }
    if (version.compareTo(FIRST_WITH_OTHER_PROTOCOLS) >= 0) {
      wanted.put(OTHER_PROTOCOLS, NO);
    }
    if (version.compareTo(FIRST_WITH_RAILS) >= 0) {
      wanted.put(RAILS, ONE);
    }
  }

  /** Settings that are to be made unless somebody has made them, without {@code UCX_}. */
  Map<String, String> settings() {
    return Map.copyOf(wanted);
  }

  /**
   * Whether a fence keeps the order. What is not known for certain does not.
   *
   * @param settings all that are in force, with {@code UCX_}
   * @param rdma whether cards read; transports of software keep the order
   * @param cards ports that reads may go over
   */
  boolean keepsOrder(Map<String, String> settings, boolean rdma, List<String> cards) {
    return (rdma ? cards.size() == 1 : cards.size() <= 1)
        && NO.equals(settings.getOrDefault(PREFIX + OTHER_PROTOCOLS, NO))
        && wanted.entrySet().stream()
            .allMatch(each -> each.getValue().equals(settings.get(PREFIX + each.getKey())));
  }

  /** What UCX goes by: the environment, and over it the settings, which come without the prefix. */
  static Map<String, String> inForce(
      Map<String, String> environment, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(environment);
    settings.forEach((name, value) -> all.put(PREFIX + name, value));
    return all;
  }
}
