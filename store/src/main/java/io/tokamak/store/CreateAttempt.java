// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.BlockLength;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.CreateReply;
import io.tokamak.wire.message.CreateRequest;
import org.jspecify.annotations.Nullable;

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
  public @Nullable Runnable tryNow() {
    long ref;
    try {
      ref = creates.create(session, request.id(), request.dataLength(), request.metadataLength());
    } catch (TokamakException never) {
      return () -> done.fail(never);
    }
    return ref == Creates.NO_ROOM ? null : () -> done.complete(reply(ref));
  }

  private CreateReply reply(long ref) {
    int entry = ObjectRef.entry(ref);
    return new CreateReply(entry, ObjectRef.generation(ref), blocks.offset(entry));
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
