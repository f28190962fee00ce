// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.protocol;

import io.tokamak.fabric.NodeRef;
import io.tokamak.transfer.Place;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt brought nothing.
 *
 * @param kind what to do about it
 * @param why for people
 * @param other who may have the object, too
 * @param place where it is, if that is not where it was thought to be
 */
public record Failure(Kind kind, String why, @Nullable NodeRef other, @Nullable Place place) {
  /** What to do about it. */
  public enum Kind {
    /** Nobody wants it any more: nothing. */
    CANCELLED,
    /** The connection is gone: take another source, or this one later. */
    BROKEN,
    /** The object is not there any more, as its control word or its holder says: drop this. */
    STALE,
    /** Its memory there cannot be read: ask the holder, or come again later. */
    UNREADABLE,
    /** The holder is writing an object of this id: come again later. */
    UNSEALED,
    /** The holder has too much to do: come again later. */
    BUSY,
    /** The bytes were damaged: take another source, or this one again. */
    DAMAGED,
    /** The object has other lengths than was thought: begin anew with those. */
    RESIZED,
    /** It is another object under the same id than the one begun with. */
    OTHER_VERSION
  }

  /** Without further hints. */
  public static Failure of(Kind kind, String why) {
    return new Failure(kind, why, null, null);
  }
}
