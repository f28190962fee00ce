// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

/** Text in XML and HTML. */
public final class Markup {
  private Markup() {}

  /** What would mean something else written so that it does not. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
