// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.ObjectHandle;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Bytes that follow from an object's id, so that any reader can verify every one of them. */
public final class Contents {
  private Contents() {}

  /** The first {@code length} bytes that belong to this id. */
  public static byte[] of(ObjectId id, int length) {
    byte[] bytes = new byte[length];
    fill(id, MemorySegment.ofArray(bytes));
    return bytes;
  }

  /** Writes the bytes of this id. */
  public static void fill(ObjectId id, MemorySegment target) {
    long length = target.byteSize();
    long offset = 0;
    for (; offset + Long.BYTES <= length; offset += Long.BYTES) {
      target.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, word(id, offset));
    }
    for (; offset < length; offset++) {
      target.set(ValueLayout.JAVA_BYTE, offset, (byte) word(id, offset));
    }
  }

  /** Fails unless the object holds the bytes of its id, every one. */
  public static void verify(ObjectHandle object) {
    assertThat(matches(object)).as("the bytes of %s", object).isTrue();
  }

  /** Whether the object holds the bytes of its id. */
  public static boolean matches(ObjectHandle object) {
    ObjectId id = object.id();
    MemorySegment data = object.data();
    long length = data.byteSize();
    long offset = 0;
    for (; offset + Long.BYTES <= length; offset += Long.BYTES) {
      if (data.get(ValueLayout.JAVA_LONG_UNALIGNED, offset) != word(id, offset)) {
        return false;
      }
    }
    for (; offset < length; offset++) {
      if (data.get(ValueLayout.JAVA_BYTE, offset) != (byte) word(id, offset)) {
        return false;
      }
    }
    return true;
  }

  private static long word(ObjectId id, long offset) {
    long mixed = (id.word0() ^ Long.rotateLeft(id.word1(), 17)) + offset * 0x9E37_79B9_7F4A_7C15L;
    return (mixed ^ mixed >>> 32) * 0xD6E8_FEB8_6659_FD93L;
  }
}
