// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was sealed under each id, and when it was deleted. An id may be sealed again after it was
 * deleted, and at two nodes at once: whoever reads may find any of those that could be there.
 */
final class Versions {
  private final Map<String, List<Version>> byId = new HashMap<>();

  private static final class Version {
    final byte[] bytes;
    final long sealedAtNs;
    long deletedAtNs = Long.MAX_VALUE;

    Version(byte[] bytes, long sealedAtNs) {
      this.bytes = bytes;
      this.sealedAtNs = sealedAtNs;
    }
  }

  void sealed(String id, byte[] bytes, long nowNs) {
    of(id).add(new Version(bytes.clone(), nowNs));
  }

  void deleted(String id, long nowNs) {
    for (Version version : of(id)) {
      version.deletedAtNs = Math.min(version.deletedAtNs, nowNs);
    }
  }

  /** Why nobody who asked then may have got these bytes; empty when somebody may. */
  String objection(String id, byte[] bytes, long askedAtNs, long gotAtNs) {
    boolean sealed = false;
    boolean same = false;
    for (Version version : of(id)) {
      boolean there = version.sealedAtNs <= gotAtNs;
      boolean equal = there && Arrays.equals(version.bytes, bytes);
      if (equal && version.deletedAtNs >= askedAtNs) {
        return "";
      }
      sealed |= there;
      same |= equal;
    }
    if (!sealed) {
      return "nothing was sealed under this id";
    }
    return same ? "it was deleted before" : "these are not the sealed bytes";
  }

  private List<Version> of(String id) {
    return byId.computeIfAbsent(id, unknown -> new ArrayList<>());
  }
}
