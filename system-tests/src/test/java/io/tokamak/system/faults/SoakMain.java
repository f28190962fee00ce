// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.faults;

import io.tokamak.client.NewObject;
import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.system.process.Contents;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.error.ObjectNotFoundException;
import io.tokamak.wire.error.StoreFullException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Does everything at random for a while, with objects that other processes have their hands on too.
 * Length and bytes follow from the id, so whoever reads an object verifies all of it. Arguments:
 * socket, seed, seconds.
 */
final class SoakMain {
  static final String DONE = "done ";

  private static final int IDS = 3000;
  private static final Duration SHORT = Duration.ofMillis(5);

  private final ObjectStoreClient client;
  private final RandomGenerator random;
  private final List<ObjectHandle> held = new ArrayList<>();
  private long operations;
  private long reads;

  private SoakMain(ObjectStoreClient client, long seed) {
    this.client = client;
    this.random = Seeds.random(seed);
  }

  public static void main(String[] arguments) throws Exception {
    long seconds = Long.parseLong(arguments[2]);
    String name = "soak " + ProcessHandle.current().pid();
    try (ObjectStoreClient client =
        Tokamak.builder().socket(Path.of(arguments[0])).name(name).connect()) {
      SoakMain soak = new SoakMain(client, Long.parseLong(arguments[1]));
      soak.run(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
      System.out.println(DONE + soak.operations + " operations, " + soak.reads + " reads");
    }
  }

  private void run(long endNs) throws Exception {
    while (System.nanoTime() - endNs < 0) {
      try {
        step(random.nextInt(100));
      } catch (ObjectExistsException | ObjectNotFoundException | StoreFullException elsewhere) {
        operations++; // another process was there first, or holds the memory
      }
      operations++;
    }
    held.forEach(this::readAndRelease);
  }

  private static ObjectId id(int number) {
    return ObjectId.named("soak " + number);
  }

  /** Mostly small, some of 100 KB, a few of 1 MB. */
  private static int length(int number) {
    return number % 100 == 0 ? 1_000_000 + number : number % 10 == 0 ? 100_000 + number : number;
  }

  private void step(int choice) throws Exception {
    int number = random.nextInt(IDS);
    if (choice < 30) {
      put(number);
    } else if (choice < 70) {
      get(number);
    } else if (choice < 75) {
      client.delete(List.of(id(number), id(random.nextInt(IDS))));
    } else if (choice < 85) {
      release();
    } else {
      rarely(choice, number);
    }
  }

  private void rarely(int choice, int number) throws Exception {
    switch (choice) {
      case 85 -> client.evict(random.nextInt(50_000));
      case 86, 87 -> client.touch(List.of(id(number), id(random.nextInt(IDS))));
      case 88, 89 -> abort(number);
      case 90, 91 -> batch(number);
      case 92, 93 -> getAll(number);
      case 94 -> getLater(number);
      case 95 -> client.info(id(number));
      case 96 -> abortLater(number);
      case 97 -> sealAndGet(number);
      default -> client.contains(id(number));
    }
  }

  private void put(int number) {
    try (ObjectBuilder builder = client.create(id(number), length(number))) {
      Contents.fill(id(number), builder.data());
      builder.seal();
    }
  }

  private void sealAndGet(int number) {
    try (ObjectBuilder builder = client.create(id(number), length(number))) {
      Contents.fill(id(number), builder.data());
      hold(builder.sealAndGet());
    }
  }

  private void abort(int number) {
    client.create(id(number), length(number)).abort();
  }

  /** The id may be taken, and the memory. */
  private void abortLater(int number) {
    client
        .createAsync(id(number), length(number), new byte[0])
        .handle((builder, refusal) -> {
          if (builder != null) {
            builder.abort();
          }
          return refusal;
        })
        .join();
  }

  private void batch(int number) {
    int next = (number + 1) % IDS;
    if (length(number) + length(next) < 200_000) {
      client.putAll(List.of(newObject(number), newObject(next)));
    }
  }

  private static NewObject newObject(int number) {
    return new NewObject(id(number), Contents.of(id(number), length(number)));
  }

  private void get(int number) {
    client.tryGet(id(number)).ifPresent(handle -> use(number, handle));
  }

  private void use(int number, ObjectHandle handle) {
    verify(number, handle);
    if (random.nextInt(20) == 0) {
      hold(handle);
    } else {
      handle.release();
    }
  }

  private void getAll(int number) throws InterruptedException {
    int next = (number + 1) % IDS;
    var handles = client.getAll(List.of(id(number), id(next), id(number)), SHORT);
    for (int i = 0; i < handles.size(); i++) {
      ObjectHandle handle = handles.get(i);
      if (handle != null) {
        use(i == 1 ? next : number, handle);
      }
    }
  }

  private void getLater(int number) {
    client
        .getAsync(id(number), SHORT)
        .handle((handle, absent) -> {
          if (handle != null) {
            handle.close();
          }
          return absent;
        })
        .join();
  }

  private void hold(ObjectHandle handle) {
    held.add(handle);
    if (held.size() > 20) {
      release();
    }
  }

  private void release() {
    if (!held.isEmpty()) {
      readAndRelease(held.remove(random.nextInt(held.size())));
    }
  }

  private void readAndRelease(ObjectHandle handle) {
    check(Contents.matches(handle), handle);
    handle.release();
  }

  private void verify(int number, ObjectHandle handle) {
    check(handle.length() == length(number) && Contents.matches(handle), handle);
    reads++;
  }

  private static void check(boolean right, ObjectHandle handle) {
    if (!right) {
      throw new AssertionError("wrong bytes in " + handle);
    }
  }
}
