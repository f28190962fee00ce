// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.BlockLength;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.CreateReply;
import io.tokamak.wire.message.CreateRequest;

/** One create: answered with where to write, as soon as there is room. */
final class CreateAttempt implements MemoryQueue.Attempt {
  private final Creates creates;
  private final Blocks blocks;
  private final Session session;
  private final CreateRequest request;
  private final Completion<CreateReply> done;

  CreateAttempt(
      Creates creates,
      Blocks blocks,
      Session session,
      CreateRequest request,
      Completion<CreateReply> done) {
    this.creates = creates;
    this.blocks = blocks;
    this.session = session;
    this.request = request;
    this.done = done;
  }

  @Override
  public boolean succeed() {
    long ref;
    try {
      ref = creates.create(session, request.id(), request.dataLength(), request.metadataLength());
    } catch (TokamakException never) {
      done.fail(never);
      return true;
    }
    if (ref == Creates.NO_ROOM) {
      return false;
    }
    int entry = ObjectRef.entry(ref);
    done.complete(new CreateReply(entry, ObjectRef.generation(ref), blocks.offset(entry)));
    return true;
  }

  @Override
  public Session session() {
    return session;
  }

  @Override
  public void prepareToWait() {
    creates.requirePossible(session, request.id(), request.dataLength(), request.metadataLength());
  }

  @Override
  public TokamakException refusal() {
    return creates.refusal(
        session, request.id(), BlockLength.of(request.dataLength(), request.metadataLength()));
  }

  @Override
  public void fail(TokamakException why) {
    done.fail(why);
  }
}
