// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import static java.lang.System.Logger.Level.DEBUG;

import io.tokamak.memory.slot.Pins;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.AbortRequest;
import io.tokamak.wire.message.SealRequest;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Creating, sealing and aborting. Each draft counts as a use of the session until it is sealed or
 * aborted, so the memory under it stays mapped. Thread-safe.
 */
final class Writes {
  private static final System.Logger LOG = System.getLogger(Writes.class.getName());

  private final ClientSession session;
  private final Creates creates;
  private final @Nullable Seals seals;
  private final Map<ObjectId, ObjectBuilder> builders = new ConcurrentHashMap<>();

  /** {@code seals} is null for a client without a slot, which seals by calls. */
  Writes(ClientSession session, Creates creates, @Nullable Seals seals) {
    this.session = session;
    this.creates = creates;
    this.seals = seals;
  }

  /** Creates an object, to be followed by exactly one of seal, sealAndGet and abort. */
  Draft create(ObjectId id, long dataLength, int metadataLength, long deadlineMs) {
    session.requireWritable("create of object " + id);
    session.useForNew();
    boolean created = false;
    try {
      Draft draft = creates.create(id, dataLength, metadataLength, deadlineMs);
      created = true;
      return draft;
    } catch (IllegalStateException unmapped) {
      throw session.lifecycle().explain(unmapped);
    } finally {
      if (!created) {
        session.unuse();
      }
    }
  }

  /** Creates an object for a user to fill. */
  ObjectBuilder build(ObjectId id, long dataLength, int metadataLength, long deadlineMs) {
    Draft draft = create(id, dataLength, metadataLength, deadlineMs);
    ObjectBuilder builder = new ObjectBuilder(this, session.mapping(), draft);
    builders.put(id, builder);
    return builder;
  }

  void forget(ObjectBuilder builder) {
    builders.remove(builder.id(), builder);
  }

  /**
   * In the memory of a node that is gone a seal would seem to succeed, so the look before it is
   * repeated after it.
   */
  void seal(Draft draft) {
    try {
      session.lifecycle().requireConnected();
      if (seals == null) {
        session.calls().callAnyway(new SealRequest(draft.id()));
      } else {
        seals.seal(draft);
      }
      session.lifecycle().requireConnected();
    } finally {
      session.unuse();
    }
  }

  ObjectHandle sealAndGet(Draft draft) {
    LocalPins pins = session.pins();
    ObjectHandle handle = new ObjectHandle(session);
    int pin = pins == null || seals == null ? Pins.FULL : pins.claim(draft.ref());
    if (pins == null || pin == Pins.FULL) {
      seal(draft);
      return session.gets().get(draft.id());
    }
    sealPinned(draft, pins, pin);
    handle
        .hold()
        .begin(
            draft.id(),
            draft.ref(),
            pin,
            draft.offset(),
            draft.dataLength(),
            draft.metadataLength());
    session.lost().watch(handle.hold(), pin);
    return handle;
  }

  private void sealPinned(Draft draft, LocalPins pins, int pin) {
    boolean sealed = false;
    try {
      seal(draft);
      sealed = true;
    } finally {
      if (!sealed) {
        pins.abandon(pin);
      }
    }
  }

  void abort(Draft draft) {
    try {
      session.calls().callAnyway(new AbortRequest(draft.id()));
    } finally {
      session.unuse();
    }
  }

  /** As well as it still works: what led here is the error that matters. */
  void abortAfterFailure(Draft draft) {
    try {
      abort(draft);
    } catch (TokamakException gone) {
      LOG.log(DEBUG, "abort of object {0}: {1}", draft.id(), gone.getMessage());
    }
  }

  /** Seals an object of this session. */
  void seal(ObjectId id) {
    session.requireWritable("seal of object " + id);
    ObjectBuilder builder = builders.get(id);
    if (builder == null) {
      session.calls().call(new SealRequest(id));
    } else {
      builder.sealById();
    }
  }

  /** Aborts an object of this session. */
  void abort(ObjectId id) {
    session.requireWritable("abort of object " + id);
    ObjectBuilder builder = builders.get(id);
    if (builder == null) {
      session.calls().call(new AbortRequest(id));
    } else {
      builder.abortById();
    }
  }

  /**
   * Gives up what is unsealed when the client closes; what another thread is writing stays until
   * that thread ends it.
   */
  void abortAll() {
    for (ObjectBuilder builder : new ArrayList<>(builders.values())) {
      TokamakException why = builder.abortAtClose();
      if (why != null) {
        LOG.log(DEBUG, "abort of object {0} at close: {1}", builder.id(), why.getMessage());
      }
    }
  }
}
