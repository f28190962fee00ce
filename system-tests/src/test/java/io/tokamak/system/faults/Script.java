// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.faults;

import io.tokamak.client.NewObject;
import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.Contents;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ObjectExistsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One session that does everything a client can do with objects, once, and at the end still holds
 * some pinned and some unsealed. All bytes follow from the ids. For one thread.
 */
final class Script {
  /** Where its objects are made. */
  enum Kind {
    /** In the lease, without a message; thousands of such sessions fit in a store. */
    SMALL,
    /** By message: a few dozen fit. */
    LARGE
  }

  /** The id of an object that is there before any script runs. */
  static final ObjectId TAKEN = ObjectId.named("script: taken");

  /** Short enough for the lease. */
  static final int SMALL = 300;

  /** Too long for the lease: created by message. */
  static final int LARGE = 600_000;

  private final ObjectStoreClient client;
  private final String name;

  /** Kept, so that none becomes garbage and is released by the collector. */
  private final List<Object> kept = new ArrayList<>();

  /** A script whose objects have names that begin with {@code name}. */
  Script(ObjectStoreClient client, String name) {
    this.client = client;
    this.name = name;
  }

  private ObjectId id(String what) {
    return ObjectId.named(name + " " + what);
  }

  /** Plays it. */
  void play(Kind kind) throws InterruptedException {
    switch (kind) {
      case SMALL -> playSmall();
      case LARGE -> playLarge();
    }
  }

  private void playSmall() throws InterruptedException {
    seal("small", SMALL);
    read("small");
    create("left unsealed", SMALL);
    createTaken();
    abort("aborted", SMALL);
    keep(create("sealed and got", SMALL).sealAndGet()).close();
    keep(create("sealed, got, kept", SMALL).sealAndGet());
    reuseHandle();
    deleteInUse();
    batch();
    getAll();
    keep(client.get(TAKEN));
    create("last", SMALL);
  }

  private void playLarge() {
    seal("large", LARGE);
    read("large");
    client.delete(id("large"));
    abort("large aborted", LARGE);
    keep(create("large, sealed and got", LARGE).sealAndGet()).close();
    client.delete(id("large, sealed and got"));
    keep(create("large, sealed, got, kept", LARGE).sealAndGet());
    create("large, left unsealed", LARGE);
    keep(client.get(TAKEN));
  }

  private <T> T keep(T object) {
    kept.add(object);
    return object;
  }

  private ObjectBuilder create(String what, int length) {
    ObjectBuilder builder = keep(client.create(id(what), length, new byte[] {1, 2, 3}));
    Contents.fill(builder.id(), builder.data());
    return builder;
  }

  private void seal(String what, int length) {
    create(what, length).seal();
  }

  private void abort(String what, int length) {
    create(what, length).abort();
  }

  private void read(String what) {
    ObjectHandle handle = keep(client.get(id(what)));
    Contents.verify(handle);
    handle.release();
  }

  private void createTaken() {
    try {
      client.create(TAKEN, SMALL);
      throw new AssertionError("created twice: " + TAKEN);
    } catch (ObjectExistsException expected) {
      keep(expected);
    }
  }

  private void reuseHandle() {
    ObjectHandle handle = keep(client.newHandle());
    for (int i = 0; i < 2; i++) {
      if (client.tryGet(id("small"), handle)) {
        Contents.verify(handle);
        handle.release();
      }
    }
  }

  private void deleteInUse() {
    seal("deleted", SMALL);
    ObjectHandle handle = keep(client.get(id("deleted")));
    client.delete(id("deleted"));
    handle.release();
  }

  private void batch() {
    ObjectId one = id("batch 1");
    ObjectId two = id("batch 2");
    client.putAll(
        List.of(
            new NewObject(one, Contents.of(one, SMALL)),
            new NewObject(two, Contents.of(two, SMALL))));
    client.touch(List.of(two, one));
  }

  private void getAll() throws InterruptedException {
    var handles =
        client.getAll(List.of(id("batch 1"), id("batch 2"), TAKEN), Duration.ofMinutes(1));
    handles.forEach(handle -> keep(handle).release());
  }
}
