// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.demo;

import io.tokamak.cli.text.Terminal;
import java.io.PrintWriter;

/**
 * What the demonstration tells, with a verdict in front of each thing that was checked. For one
 * thread.
 */
final class Story {
  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintWriter out;
  private final boolean colours = Terminal.OUTPUT.takesColours();
  private int failures;

  Story(PrintWriter out) {
    this.out = out;
  }

  /** Begins a chapter. */
  void chapter(String title) {
    print("\n" + paint(BOLD, title) + "\n");
  }

  /** Tells something. */
  void tell(String text) {
    print(text.indent(2));
  }

  /** Tells what was checked, and whether it is so. */
  void check(boolean good, String fact) {
    failures += good ? 0 : 1;
    print("  " + (good ? paint(GREEN, "ok") : paint(RED, "NOT SO")) + "  " + fact + "\n");
  }

  /** Whether all that was checked is so. */
  boolean isGood() {
    return failures == 0;
  }

  /** The last line. */
  void end(String text) {
    print("\n" + paint(isGood() ? GREEN : RED, text) + "\n");
  }

  private String paint(String colour, String text) {
    return colours ? colour + text + PLAIN : text;
  }

  private void print(String text) {
    out.print(text);
    out.flush();
  }
}
