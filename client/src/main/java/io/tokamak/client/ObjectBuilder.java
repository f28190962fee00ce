// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ObjectInUseException;
import io.tokamak.wire.error.ReleasedException;
import io.tokamak.wire.error.TokamakException;
import java.lang.foreign.MemorySegment;
import java.lang.ref.ReferenceQueue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An object being written: nobody else sees it until {@link #seal}. What is given up, or belongs to
 * a client that dies, never existed.
 *
 * <p>The views are writable and bounded to the object; they die at seal and abort, so a write after
 * that throws. The first kind belongs to the thread that asks first, which then has to seal; the
 * shared kind to all threads.
 *
 * <p>Keep the builder until then: the object of a builder that became garbage before, and of which
 * no view is left, is given up and logged. For the style in which a buffer is released first and
 * its object sealed or aborted by id later, see {@link #release}.
 *
 * <p>Thread-safe.
 */
public final class ObjectBuilder implements AutoCloseable {
  private enum State {
    /** Being written. */
    OPEN,
    /** The views are gone; to be sealed or aborted by id. */
    RELEASED,
    /** Sealed. */
    SEALED,
    /** Given up. */
    ABORTED
  }

  private final Writes writes;
  private final Draft draft;
  private final MemoryBlock block;
  private final Views views;
  private final Building building;
  private State state = State.OPEN;

  ObjectBuilder(Writes writes, Mapping mapping, Draft draft, ReferenceQueue<Object> lost) {
    this.writes = writes;
    this.draft = draft;
    this.block = mapping.block(draft);
    this.views = new Views(block, this);
    this.building = new Building(this, draft, lost);
  }

  /** What the client remembers of it. */
  Building building() {
    return building;
  }

  /** The id the object will have. */
  public ObjectId id() {
    return draft.id();
  }

  /** Bytes of data. */
  public long length() {
    return draft.dataLength();
  }

  /** Bytes of metadata. */
  public int metadataLength() {
    return draft.metadataLength();
  }

  /**
   * Where the data goes in the store's data area, in bytes; the metadata follows at the next
   * multiple of 8. For those who write there by other ways than the views.
   */
  public long offset() {
    return draft.offset();
  }

  /**
   * The data, writable, for this thread, which then has to seal. What was in the memory before is
   * not cleared.
   *
   * @throws ReleasedException after seal, abort or release
   * @throws ObjectInUseException when another thread has called this or {@link #metadata} before
   */
  public synchronized MemorySegment data() {
    return views.data();
  }

  /** The metadata, as {@link #data}. */
  public synchronized MemorySegment metadata() {
    return views.metadata();
  }

  /** The data, writable, for any thread; the seal then costs some 20 µs. */
  public synchronized MemorySegment sharedData() {
    return views.sharedData();
  }

  /** The metadata, as {@link #sharedData}. */
  public synchronized MemorySegment sharedMetadata() {
    return views.sharedMetadata();
  }

  /** Before anybody else has the builder. */
  synchronized void writeMetadata(byte[] bytes) {
    if (bytes.length > 0) {
      block.metadata().copyFrom(MemorySegment.ofArray(bytes));
    }
  }

  /**
   * Makes the object immutable and visible to everybody.
   *
   * @throws ReleasedException when it was sealed, aborted or released before
   * @throws ObjectInUseException when another thread has a view; nothing has happened then
   * @throws io.tokamak.wire.error.DisconnectedException when the node is gone, and the object with
   *     it
   */
  public synchronized void seal() {
    requireOpen("seal");
    views.close();
    finish(State.SEALED);
    writes.seal(draft);
  }

  /** Seals, and gets the object in the same moment: nobody can delete it in between. */
  public synchronized ObjectHandle sealAndGet() {
    requireOpen("seal");
    views.close();
    finish(State.SEALED);
    return writes.sealAndGet(draft);
  }

  /** Gives the object up. Its id is free again. */
  public synchronized void abort() {
    requireOpen("abort");
    views.close();
    finish(State.ABORTED);
    writes.abort(draft);
  }

  /**
   * Ends the views and nothing else: the object stays unsealed until {@link ObjectStoreClient#seal}
   * or {@link ObjectStoreClient#abort} is called with its id, or the client closes.
   */
  public synchronized void release() {
    requireOpen("release");
    views.close();
    state = State.RELEASED;
    building.keep(this);
  }

  /** Aborts an object that was neither sealed nor released. */
  @Override
  public synchronized void close() {
    if (state == State.OPEN) {
      abort();
    }
  }

  /** By id, also after {@link #release}. */
  synchronized void sealById() {
    if (state != State.RELEASED) {
      seal();
      return;
    }
    finish(State.SEALED);
    writes.seal(draft);
  }

  /** By id, only after {@link #release}. */
  synchronized void abortById() {
    if (state == State.OPEN) {
      throw new ObjectInUseException(
          "abort of object "
              + draft.id()
              + ": its builder still has the buffer; release the builder first, or abort through it");
    }
    finish(State.ABORTED);
    writes.abort(draft);
  }

  /** The client closes; returns why the object could not be given up, if so. */
  synchronized @Nullable TokamakException abortAtClose() {
    if (state != State.OPEN && state != State.RELEASED) {
      return null;
    }
    try {
      views.close();
      finish(State.ABORTED);
      writes.abort(draft);
      return null;
    } catch (TokamakException why) {
      return why;
    }
  }

  private void requireOpen(String asked) {
    if (state != State.OPEN) {
      throw new ReleasedException(
          "%s of object %s through its builder: it is %s already%s"
              .formatted(
                  asked,
                  draft.id(),
                  state.name().toLowerCase(Locale.ROOT),
                  state == State.RELEASED ? "; use the client's seal or abort with the id" : ""));
    }
  }

  private void finish(State end) {
    state = end;
    writes.forget(building);
  }

  @Override
  public synchronized String toString() {
    return "ObjectBuilder[" + draft.id() + ", " + draft.dataLength() + " bytes, " + state + "]";
  }
}
