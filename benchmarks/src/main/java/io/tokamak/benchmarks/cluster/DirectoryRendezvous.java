// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.cluster;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.ranks.Invitation;
import io.tokamak.benchmarks.ranks.Rendezvous;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ObjectNotFoundException;
import io.tokamak.wire.error.StoreTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An object of the cluster: the first rank puts it, the others fetch it by its name. Where it is
 * the directory knows.
 */
final class DirectoryRendezvous implements Rendezvous {
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration DELETE = Duration.ofSeconds(10);

  private final ObjectStoreClient client;
  private final String name;
  private final ObjectId id;

  /** For the run of that name. */
  DirectoryRendezvous(ObjectStoreClient client, String run) {
    this.client = client;
    this.name = "tokamak-bench-" + (run.isEmpty() ? "run" : run);
    this.id = ObjectId.named(name);
  }

  @Override
  public void invite(Invitation invitation) {
    withdraw();
    client.put(id, invitation.encode().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Optional<Invitation> look() {
    client.delete(id); // what was fetched before led nowhere
    try (ObjectHandle found = client.cluster().get(id, WAIT)) {
      return Optional.of(
          Invitation.decode(new String(found.toByteArray(), StandardCharsets.UTF_8)));
    } catch (StoreTimeoutException | ObjectNotFoundException notYet) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public void withdraw() {
    try {
      client.cluster().deleteEverywhere(List.of(id), DELETE);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static BenchException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new BenchException("interrupted", cause);
  }

  @Override
  public String toString() {
    return "the object name:" + name + " of the cluster";
  }
}
