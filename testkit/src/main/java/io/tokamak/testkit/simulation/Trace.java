// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;

/**
 * The last things that happened; {@code -Dtokamak.trace=N} shows more of them. Off by default,
 * because a failed run is played again to get its trace; callers on hot paths ask {@link #isOn}
 * before they put anything together.
 */
final class Trace {
  private static final int USUAL_LINES = 120;
  private static final int MOST_CHARACTERS = 40;

  private final boolean on;
  private final int mostLines = Integer.getInteger("tokamak.trace", USUAL_LINES);
  private final ArrayDeque<String> lines = new ArrayDeque<>();

  Trace(boolean on) {
    this.on = on;
  }

  boolean isOn() {
    return on;
  }

  void add(long nowNs, String what) {
    if (lines.size() == mostLines) {
      lines.removeFirst();
    }
    lines.addLast(String.format(Locale.ROOT, "%14.3f µs  %s", nowNs / 1000.0, what));
  }

  /** The beginning of a message, as far as it can be read. */
  static String text(byte[] message) {
    int length = Math.min(message.length, MOST_CHARACTERS);
    return new String(message, 0, length, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
