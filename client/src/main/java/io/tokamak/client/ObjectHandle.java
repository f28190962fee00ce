// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ReleasedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sealed object in use: as long as the handle is open the object stays where it is and what it
 * is. Close handles; one that becomes garbage is found and closed some time later, with a line in
 * the log.
 *
 * <p>There are two ways to read. The accessors ({@link #longAt}, {@link #byteAt}, {@link #copyTo})
 * read straight from shared memory, from any thread, and cost a few nanoseconds. Views ({@link
 * #data}, {@link #metadata}) are memory segments, read-only and bounded to the object; making one
 * costs some tens of nanoseconds, and it dies with the handle. The first kind of view belongs to
 * the thread that asks first; {@link #sharedData} is for all threads but costs some 20 µs when the
 * handle is closed. As long as a view is reachable, the handle is not lost.
 *
 * <p>Thread-safe. Every use after the release throws {@link ReleasedException}; views throw the
 * {@link IllegalStateException} of a closed memory segment. A handle made by {@link
 * ObjectStoreClient#newHandle} can be used for one object after the other; then {@link #release}
 * and the get into it allocate nothing. Gets into such a handle and its releases are for one thread
 * at a time: another may go on once {@link #isOpen} says no; reading is for all. A handle outlives
 * the client's {@code close}, and the node's death.
 */
public final class ObjectHandle implements AutoCloseable {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final ClientSession session;
  private final Hold hold;
  private final MemorySegment area;

  /** Of the current life if its word says so, else of an earlier one. */
  private @Nullable Views views;

  ObjectHandle(ClientSession session) {
    this.session = session;
    this.area = session.mapping().readable();
    this.hold = new Hold(this, session.lost().queue());
  }

  Hold hold() {
    return hold;
  }

  /** Whether it was made by this client. */
  boolean belongsTo(ClientSession other) {
    return session == other;
  }

  /** Which object. */
  public ObjectId id() {
    long life = hold.requireOpen();
    ObjectId id = hold.id();
    hold.requireStill(life);
    return id;
  }

  /** Bytes of data. */
  public long length() {
    long life = hold.requireOpen();
    long length = hold.length();
    hold.requireStill(life);
    return length;
  }

  /** Bytes of metadata. */
  public int metadataLength() {
    long life = hold.requireOpen();
    int length = hold.metadataLength();
    hold.requireStill(life);
    return length;
  }

  /**
   * Where the data begins in the store's data area, in bytes; the metadata follows at the next
   * multiple of 8. For those who tell other nodes.
   */
  public long offset() {
    long life = hold.requireOpen();
    long offset = hold.offset();
    hold.requireStill(life);
    return offset;
  }

  /** The object's entry and generation in the table, an {@link ObjectRef}. */
  public long ref() {
    long life = hold.requireOpen();
    long ref = hold.ref();
    hold.requireStill(life);
    return ref;
  }

  /** Whether the handle holds an object; when it does not, it can be used for another. */
  public boolean isOpen() {
    return !Hold.isIdle(hold.life());
  }

  /**
   * The data, read-only, for this thread; accessible until the release, which this thread then has
   * to do.
   *
   * @throws io.tokamak.wire.error.ObjectInUseException when another thread has called this or
   *     {@link #metadata} before
   */
  public synchronized MemorySegment data() {
    return views().data();
  }

  /** The metadata, as {@link #data}; empty when the object has none. */
  public synchronized MemorySegment metadata() {
    return views().metadata();
  }

  /**
   * The data, read-only, for any thread; accessible until the release, which any thread may do and
   * which then costs some 20 µs.
   */
  public synchronized MemorySegment sharedData() {
    return views().sharedData();
  }

  /** The metadata, as {@link #sharedData}. */
  public synchronized MemorySegment sharedMetadata() {
    return views().sharedMetadata();
  }

  private Views views() {
    long life = hold.requireOpen();
    Views present = views;
    return present != null && Hold.isViewed(life) ? present : newViews(life);
  }

  private Views newViews(long life) {
    Views made = new Views(session.mapping().block(hold), this);
    views = made;
    if (!hold.view(life)) {
      throw hold.released();
    }
    return made;
  }

  /** Before the life {@code seen} ends. */
  void closeViews(long seen) {
    if (Hold.isViewed(seen)) {
      closeViewsOf(seen);
    }
  }

  /** Under the lock that views are made under: those of a later life are left alone. */
  private synchronized void closeViewsOf(long seen) {
    if (views != null && hold.life() == seen) {
      views.close();
    }
  }

  /**
   * The data byte at {@code offset}. Allocates nothing.
   *
   * @throws IndexOutOfBoundsException when there is none
   */
  public byte byteAt(long offset) {
    long life = hold.requireOpen();
    try {
      long at = hold.offset() + Objects.checkIndex(offset, hold.length());
      byte value = area.get(ValueLayout.JAVA_BYTE, at);
      hold.requireStill(life);
      return value;
    } catch (IllegalStateException unmapped) {
      throw hold.released();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * The eight data bytes at {@code offset}, which needs no alignment, little-endian. Allocates
   * nothing.
   *
   * @throws IndexOutOfBoundsException when they are not all there
   */
  public long longAt(long offset) {
    long life = hold.requireOpen();
    try {
      long at = hold.offset() + Objects.checkFromIndexSize(offset, Long.BYTES, hold.length());
      long value = area.get(LONG, at);
      hold.requireStill(life);
      return value;
    } catch (IllegalStateException unmapped) {
      throw hold.released();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Copies {@code length} data bytes from {@code offset} into {@code target}. Allocates nothing.
   * When it throws, part of the target may have been written.
   */
  public void copyTo(long offset, MemorySegment target, long targetOffset, long length) {
    long life = hold.requireOpen();
    try {
      long at = hold.offset() + Objects.checkFromIndexSize(offset, length, hold.length());
      Objects.checkFromIndexSize(targetOffset, length, target.byteSize());
      Copying.copy(area, at, target, targetOffset, length);
      hold.requireStill(life);
    } catch (IllegalStateException unmapped) {
      hold.requireStill(life);
      throw unmapped;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Copies {@code length} data bytes from {@code offset} into an array. Allocates nothing. */
  public void copyTo(long offset, byte[] target, int targetOffset, int length) {
    Objects.checkFromIndexSize(targetOffset, length, target.length);
    long life = hold.requireOpen();
    try {
      long at = hold.offset() + Objects.checkFromIndexSize(offset, length, hold.length());
      Copying.copy(area, at, target, targetOffset, length);
      hold.requireStill(life);
    } catch (IllegalStateException unmapped) {
      hold.requireStill(life);
      throw unmapped;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * A copy of the data.
   *
   * @throws IllegalStateException when it is longer than an array can be
   */
  public byte[] toByteArray() {
    byte[] copy = new byte[arrayLength(length())];
    copyTo(0, copy, 0, copy.length);
    return copy;
  }

  private static int arrayLength(long length) {
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(
          "an object of "
              + length
              + " bytes does not fit in an array: use data(), copyTo or writeTo");
    }
    return (int) length;
  }

  /** A copy of the metadata. */
  public byte[] metadataBytes() {
    long life = hold.requireOpen();
    try {
      byte[] copy = session.mapping().block(hold).metadata().toArray(ValueLayout.JAVA_BYTE);
      hold.requireStill(life);
      return copy;
    } catch (IllegalStateException unmapped) {
      hold.requireStill(life);
      throw unmapped;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** The data as a stream; closing it does not release the handle. For one thread at a time. */
  public InputStream inputStream() {
    return new ObjectInputStream(this, length());
  }

  /** Writes the data to a stream. */
  public void writeTo(OutputStream target) throws IOException {
    inputStream().transferTo(target);
  }

  /** Writes the data to a file, which is created or replaced; straight from shared memory. */
  public void writeTo(Path file) throws IOException {
    FileTransfer.write(this, file);
  }

  /**
   * Shared memory with the data bytes from {@code offset}, alive as long as the mapping; check the
   * life after using it.
   */
  MemorySegment rawData(long offset, long length) {
    return area.asSlice(
        hold.offset() + Objects.checkFromIndexSize(offset, length, hold.length()), length);
  }

  /**
   * Gives the object up. Allocates nothing unless a view was made.
   *
   * @throws ReleasedException when it was released before
   * @throws io.tokamak.wire.error.ObjectInUseException when another thread has a view; the handle
   *     stays open
   */
  public void release() {
    if (!session.release(this)) {
      throw hold.released();
    }
  }

  /** As {@link #release}, but does nothing when the handle was released before. */
  @Override
  public void close() {
    session.release(this);
  }

  @Override
  public String toString() {
    return isOpen()
        ? "ObjectHandle[" + hold.id() + ", " + hold.length() + " bytes]"
        : "ObjectHandle[released]";
  }
}
