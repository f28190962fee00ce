// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

/** The two parts of {@code host}, {@code host:port}, {@code [::1]:port} or {@code ::1}. */
record HostAndPort(String host, int port) {
  private static final int MOST_PORT = 0xffff;

  /**
   * Takes a text apart; the host may turn out empty.
   *
   * @param defaultPort what the port is if the text has none
   * @throws IllegalArgumentException when it is neither
   */
  static HostAndPort parse(String text, int defaultPort) {
    int bracket = text.lastIndexOf(']');
    int colon = text.lastIndexOf(':');
    boolean six = bracket < 0 && text.indexOf(':') != colon;
    if (text.startsWith("[") != (bracket > 0) || (bracket > 0 && !endsAt(text, bracket, colon))) {
      throw new IllegalArgumentException("expected HOST, HOST:PORT or [ADDRESS]:PORT");
    }
    boolean hasPort = !six && colon > bracket;
    String host = hasPort ? text.substring(0, colon) : text;
    int port = hasPort ? port(text.substring(colon + 1)) : defaultPort;
    return new HostAndPort(bracket > 0 ? text.substring(1, bracket) : host, port);
  }

  private static boolean endsAt(String text, int bracket, int colon) {
    return bracket == text.length() - 1 || bracket == colon - 1;
  }

  private static int port(String text) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > MOST_PORT) {
      throw new IllegalArgumentException(
          "found the port '%s', expected a number from 0 to %d".formatted(text, MOST_PORT));
    }
    return Integer.parseInt(text);
  }
}
