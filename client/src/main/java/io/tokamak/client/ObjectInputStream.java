// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import java.io.InputStream;
import java.util.Objects;

/** Reads the data of an object from front to back. */
final class ObjectInputStream extends InputStream {
  private final ObjectHandle handle;
  private final long length;
  private long position;

  ObjectInputStream(ObjectHandle handle, long length) {
    this.handle = handle;
    this.length = length;
  }

  @Override
  public int read() {
    return position == length ? -1 : Byte.toUnsignedInt(handle.byteAt(position++));
  }

  @Override
  public int read(byte[] target, int offset, int wanted) {
    Objects.checkFromIndexSize(offset, wanted, target.length);
    int count = (int) Math.min(wanted, length - position);
    if (count == 0) {
      return wanted == 0 ? 0 : -1;
    }
    handle.copyTo(position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public long skip(long wanted) {
    long count = Math.clamp(wanted, 0, length - position);
    position += count;
    return count;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, length - position);
  }
}
