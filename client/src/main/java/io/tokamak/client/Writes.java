// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

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
  private final Map<ObjectId, Building> builders = new ConcurrentHashMap<>();

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
    ObjectBuilder builder =
        new ObjectBuilder(this, session.mapping(), draft, session.lost().queue());
    builders.put(id, builder.building());
    return builder;
  }

  /** Of several who want to end the object of a builder, one gets true. */
  boolean forget(Building building) {
    return builders.remove(building.draft().id(), building);
  }

  /** Its builder is garbage, so nobody else can end the object but by id. */
  void giveUpLost(Building building) {
    if (forget(building)) {
      LOG.log(
          WARNING,
          "the builder of object {0} became garbage before it was sealed, aborted or released; aborted the object now. Close builders.",
          building.draft().id());
      abortAfterFailure(building.draft());
    }
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
    // The use that the seal gives back must not be the last before the handle is known.
    session.use();
    try {
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
    } finally {
      session.unuse();
    }
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

  /** Seals an object of this session, also when its builder is lost and was not found yet. */
  void seal(ObjectId id) {
    session.requireWritable("seal of object " + id);
    Building building = builders.get(id);
    ObjectBuilder builder = building == null ? null : building.get();
    if (builder != null) {
      builder.sealById();
    } else if (building != null && forget(building)) {
      seal(building.draft());
    } else {
      session.calls().call(new SealRequest(id));
    }
  }

  /** Aborts an object of this session. */
  void abort(ObjectId id) {
    session.requireWritable("abort of object " + id);
    Building building = builders.get(id);
    ObjectBuilder builder = building == null ? null : building.get();
    if (builder != null) {
      builder.abortById();
    } else if (building != null && forget(building)) {
      abort(building.draft());
    } else {
      session.calls().call(new AbortRequest(id));
    }
  }

  /**
   * Gives up what is unsealed when the client closes; what another thread is writing stays until
   * that thread ends it.
   */
  void abortAll() {
    for (Building building : new ArrayList<>(builders.values())) {
      ObjectBuilder builder = building.get();
      if (builder == null) {
        giveUpLost(building);
      } else {
        abortAtClose(builder);
      }
    }
  }

  private static void abortAtClose(ObjectBuilder builder) {
    TokamakException why = builder.abortAtClose();
    if (why != null) {
      LOG.log(DEBUG, "abort of object {0} at close: {1}", builder.id(), why.getMessage());
    }
  }
}
