// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import java.nio.charset.StandardCharsets;

/** Bounds of what fits in a message, so that request and reply both fit in a frame. */
public final class MessageLimits {
  /** Most ids, entries or other items in one list of a message. */
  public static final int MAX_ITEMS = 15_000;

  /** Most objects in a page of {@link ListReply}. */
  public static final int MAX_OBJECTS = MAX_ITEMS;

  /** Most events in one {@link EventsPush}. */
  public static final int MAX_EVENTS = MAX_ITEMS;

  /** Most bytes of a name, in UTF-8. */
  public static final int MAX_NAME_LENGTH = 128;

  /** Most characters of the message of an error. */
  public static final int MAX_ERROR_MESSAGE_LENGTH = 8_192;

  /** Most bytes of a text for people, in UTF-8; longer ones are cut. */
  public static final int MAX_TEXT_LENGTH = 1_024;

  /** Most ids in one {@link LocateRequest}. */
  public static final int MAX_LOCATED_IDS = 1_000;

  /** Most copies in one {@link LocateReply}, all ids together. */
  public static final int MAX_SOURCES = 15_000;

  /** Most nodes in one {@link NodesReply}. */
  public static final int MAX_NODES = 50;

  /** Most transfers in one {@link TransfersReply}. */
  public static final int MAX_TRANSFERS = 2_000;

  /** Most rows in one {@link CostsReply}. */
  public static final int MAX_COSTS = 2_000;

  private static final String CUT = "...";

  private MessageLimits() {}

  /** A text for people, cut so that it is at most {@link #MAX_TEXT_LENGTH} bytes in UTF-8. */
  public static String cut(String text) {
    return cut(text, MAX_TEXT_LENGTH);
  }

  /** A name, cut so that it is at most {@link #MAX_NAME_LENGTH} bytes in UTF-8. */
  public static String cutName(String name) {
    return cut(name, MAX_NAME_LENGTH);
  }

  private static String cut(String text, int maxLength) {
    if (fits(text, maxLength)) {
      return text;
    }
    int end = Math.min(text.length(), maxLength - CUT.length());
    while (!fits(text.substring(0, end) + CUT, maxLength)) {
      end -= Math.max(1, end / 8);
    }
    return text.substring(0, end) + CUT;
  }

  private static boolean fits(String text, int maxLength) {
    return text.length() <= maxLength / 3
        || text.getBytes(StandardCharsets.UTF_8).length <= maxLength;
  }
}
