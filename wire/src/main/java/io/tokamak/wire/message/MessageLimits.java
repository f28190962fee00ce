// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

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

  private MessageLimits() {}
}
