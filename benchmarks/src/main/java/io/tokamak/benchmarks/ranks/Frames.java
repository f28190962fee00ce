// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.ranks;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What ranks and the coordinator write to each other.
 *
 * <pre>
 * rank         HELLO token rank size host          COME point bytes     FAIL why     LEAVE
 * coordinator  WELCOME  or  REFUSED why            GO bytes of each     END why
 * </pre>
 *
 * Each begins with its kind, one byte. Texts and bytes have their length in front of them, four
 * bytes; so have lists their number. Texts in HELLO have 1 KiB at most.
 */
final class Frames {
  static final int HELLO = 1;
  static final int COME = 2;
  static final int FAIL = 3;
  static final int LEAVE = 4;
  static final int WELCOME = 11;
  static final int REFUSED = 12;
  static final int GO = 13;
  static final int END = 14;

  /** Longest text of who has not shown yet that it belongs to the run. */
  static final int LONGEST_OF_STRANGER = 1 << 10;

  private static final int LONGEST = 16 << 20;
  private static final int MOST = 1024;

  private Frames() {}

  static void text(DataOutputStream output, String text) throws IOException {
    bytes(output, text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(DataInputStream input) throws IOException {
    return new String(bytes(input), StandardCharsets.UTF_8);
  }

  /** The same of a stranger, who is not to take much memory. */
  static String strangersText(DataInputStream input) throws IOException {
    return new String(bytes(input, LONGEST_OF_STRANGER), StandardCharsets.UTF_8);
  }

  static void bytes(DataOutputStream output, byte[] bytes) throws IOException {
    output.writeInt(bytes.length);
    output.write(bytes);
  }

  static byte[] bytes(DataInputStream input) throws IOException {
    return bytes(input, LONGEST);
  }

  private static byte[] bytes(DataInputStream input, int longest) throws IOException {
    byte[] bytes = new byte[bounded(input.readInt(), longest)];
    input.readFully(bytes);
    return bytes;
  }

  static void list(DataOutputStream output, List<byte[]> list) throws IOException {
    output.writeInt(list.size());
    for (byte[] bytes : list) {
      bytes(output, bytes);
    }
  }

  static List<byte[]> list(DataInputStream input) throws IOException {
    int count = bounded(input.readInt(), MOST);
    List<byte[]> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(bytes(input));
    }
    return list;
  }

  private static int bounded(int length, int most) throws IOException {
    if (length < 0 || length > most) {
      throw new IOException("0 to " + most + " expected, found " + length);
    }
    return length;
  }
}
