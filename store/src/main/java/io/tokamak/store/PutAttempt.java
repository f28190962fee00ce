// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.Segment;
import io.tokamak.memory.layout.BlockLength;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.EmptyReply;
import io.tokamak.wire.message.PutObject;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Several small objects in one message, created and sealed together: all of them or none. */
final class PutAttempt implements MemoryQueue.Attempt {
  private final Creates creates;
  private final Recovery recovery;
  private final Memory memory;
  private final Segment segment;
  private final Session session;
  private final Completion<EmptyReply> done;
  private List<PutObject> puts;

  PutAttempt(
      Creates creates,
      Recovery recovery,
      Memory memory,
      Segment segment,
      Session session,
      List<PutObject> puts,
      Completion<EmptyReply> done) {
    this.creates = creates;
    this.recovery = recovery;
    this.memory = memory;
    this.segment = segment;
    this.session = session;
    this.puts = puts;
    this.done = done;
  }

  @Override
  public boolean succeed() {
    List<Long> refs = new ArrayList<>(puts.size());
    try {
      for (PutObject put : puts) {
        long ref = create(put);
        if (ref == Creates.NO_ROOM) {
          giveUp(refs);
          return false;
        }
        refs.add(ref);
      }
    } catch (TokamakException never) {
      giveUp(refs);
      done.fail(never);
      return true;
    }
    refs.forEach(ref -> creates.seal(session, ref));
    done.complete(EmptyReply.DONE);
    return true;
  }

  private long create(PutObject put) {
    long ref =
        creates.create(session, put.id(), put.data().byteSize(), (int) put.metadata().byteSize());
    if (ref != Creates.NO_ROOM) {
      int entry = ObjectRef.entry(ref);
      segment.dataOf(entry).copyFrom(put.data());
      segment.metadataOf(entry).copyFrom(put.metadata());
    }
    return ref;
  }

  private void giveUp(List<Long> refs) {
    refs.forEach(ref -> recovery.abort(session, ref));
  }

  /** The bytes lie in the connection's buffer, which the next frame overwrites. */
  @Override
  public void prepareToWait() {
    puts =
        puts.stream()
            .map(put -> new PutObject(put.id(), copy(put.data()), copy(put.metadata())))
            .toList();
  }

  private static MemorySegment copy(MemorySegment bytes) {
    return MemorySegment.ofArray(bytes.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
  }

  @Override
  public TokamakException refusal() {
    long length = 0;
    for (PutObject put : puts) {
      length += BlockLength.of(put.data().byteSize(), (int) put.metadata().byteSize());
    }
    return memory.refusal(session.account(), puts.size() + " objects", length);
  }

  @Override
  public void fail(TokamakException why) {
    done.fail(why);
  }
}
