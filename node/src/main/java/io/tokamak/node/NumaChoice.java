// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

/** Which NUMA node a node of Tokamak runs on, with its threads and its memory. */
public sealed interface NumaChoice {
  /** Near to the RDMA device that is used, where that makes a difference; anywhere otherwise. */
  record Auto() implements NumaChoice {}

  /** Anywhere. */
  record Off() implements NumaChoice {}

  /**
   * On a certain one.
   *
   * @param number as the kernel numbers them
   */
  record On(int number) implements NumaChoice {}

  /**
   * Reads a choice: {@code auto}, {@code off} or a number.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static NumaChoice parse(String text) {
    return switch (text) {
      case "auto" -> new Auto();
      case "off" -> new Off();
      default -> on(text);
    };
  }

  private static NumaChoice on(String text) {
    if (!text.matches("\\d{1,4}")) {
      throw new IllegalArgumentException(
          "\"%s\" is no NUMA node: write auto, off or a number".formatted(text));
    }
    return new On(Integer.parseInt(text));
  }
}
