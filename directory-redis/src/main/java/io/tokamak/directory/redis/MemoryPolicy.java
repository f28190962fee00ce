// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Warns of a Redis that drops what it was told when its memory is short. */
final class MemoryPolicy {
  private static final System.Logger LOG = System.getLogger(MemoryPolicy.class.getName());
  private static final Pattern POLICY = Pattern.compile("maxmemory_policy:(allkeys-\\S+)");

  private MemoryPolicy() {}

  /** Looks at what INFO memory said; whether Redis says anything at all is its own business. */
  static void look(@Nullable Object reply) {
    if (reply instanceof byte[]) {
      Matcher policy = POLICY.matcher(Replies.text(reply));
      if (policy.find()) {
        LOG.log(
            System.Logger.Level.WARNING,
            "Redis has maxmemory-policy {0}: short of memory it drops locations of objects, and"
                + " nobody finds these any more; set it to noeviction",
            policy.group(1));
      }
    }
  }
}
