// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.BlockLength;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.EmptyReply;
import io.tokamak.wire.message.PutObject;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several small objects in one message, created and sealed together: all of them or none. */
final class PutAttempt implements MemoryQueue.Attempt {
  private final Creates creates;
  private final Memory memory;
  private final Blocks blocks;
  private final MemorySegment data;
  private final Session session;
  private final Completion<EmptyReply> done;
  private List<PutObject> puts;

  PutAttempt(
      Creates creates,
      Memory memory,
      Blocks blocks,
      MemorySegment data,
      Session session,
      List<PutObject> puts,
      Completion<EmptyReply> done) {
    this.creates = creates;
    this.memory = memory;
    this.blocks = blocks;
    this.data = data;
    this.session = session;
    this.puts = puts;
    this.done = done;
  }

  @Override
  public Session session() {
    return session;
  }

  @Override
  public @Nullable Runnable tryNow() {
    long[] refs = new long[puts.size()];
    int created = 0;
    try {
      requirePossible();
      for (PutObject put : puts) {
        refs[created] = create(put);
        if (refs[created] == Creates.NO_ROOM) {
          giveUp(refs, created);
          return null;
        }
        created++;
      }
    } catch (TokamakException never) {
      giveUp(refs, created);
      return () -> done.fail(never);
    }
    for (long ref : refs) {
      creates.seal(session, ref);
    }
    return () -> done.complete(EmptyReply.DONE);
  }

  /** All before the first is created: nothing is evicted for a batch that cannot be. */
  private void requirePossible() {
    memory.requirePossible(session.account(), what(), blockLengths());
    for (PutObject put : puts) {
      creates.requirePossible(
          session, put.id(), put.data().byteSize(), (int) put.metadata().byteSize());
    }
  }

  private long create(PutObject put) {
    int metadataLength = (int) put.metadata().byteSize();
    long ref = creates.create(session, put.id(), put.data().byteSize(), metadataLength);
    if (ref != Creates.NO_ROOM) {
      write(put, blocks.offset(ObjectRef.entry(ref)));
    }
    return ref;
  }

  private void write(PutObject put, long offset) {
    long dataLength = put.data().byteSize();
    MemorySegment.copy(put.data(), 0, data, offset, dataLength);
    MemorySegment metadata = put.metadata();
    if (metadata.byteSize() > 0) {
      long behind = offset + BlockLength.metadataOffset(dataLength);
      MemorySegment.copy(metadata, 0, data, behind, metadata.byteSize());
    }
  }

  private void giveUp(long[] refs, int created) {
    for (int i = 0; i < created; i++) {
      creates.undo(session, refs[i]);
    }
  }

  /** The bytes lie in the connection's buffer, which the next frame overwrites. */
  @Override
  public void prepareToWait() {
    requirePossible();
    puts =
        puts.stream()
            .map(put -> new PutObject(put.id(), copy(put.data()), copy(put.metadata())))
            .toList();
  }

  private static MemorySegment copy(MemorySegment bytes) {
    return MemorySegment.ofArray(bytes.toArray(ValueLayout.JAVA_BYTE));
  }

  private String what() {
    return puts.size() + " objects";
  }

  private long blockLengths() {
    long length = 0;
    for (PutObject put : puts) {
      length += BlockLength.of(put.data().byteSize(), (int) put.metadata().byteSize());
    }
    return length;
  }

  @Override
  public TokamakException refusal() {
    return creates.refusal(session, what(), blockLengths());
  }

  @Override
  public void fail(TokamakException why) {
    done.fail(why);
  }
}
