// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.wire.ObjectInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One store for all tests of a class, empty at the start of each. After each test its clients are
 * closed, its objects deleted, and the store has to be as it was: nothing held, nothing leaked,
 * nothing surprising.
 */
public final class SharedStore implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final List<String> BASE =
      List.of("objects", "object-bytes", "free-bytes", "entries-free", "quotas", "surprises");

  private final long capacityBytes;
  private final UnaryOperator<StoreOptions> options;
  private @Nullable StoreProcess process;
  private Map<String, Long> base = Map.of();

  /** A store of this capacity. */
  public SharedStore(long capacityBytes) {
    this(capacityBytes, UnaryOperator.identity());
  }

  /** The same with options. */
  public SharedStore(long capacityBytes, UnaryOperator<StoreOptions> options) {
    this.capacityBytes = capacityBytes;
    this.options = options;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    StoreProcess started = StoreProcess.start(capacityBytes, options);
    process = started;
    try (ObjectStoreClient client = Tokamak.connect(started.socket())) {
      awaitReserved(client);
    }
    try (ObjectStoreClient client = Tokamak.connect(started.socket())) {
      base = counters(client);
    }
  }

  private static void awaitReserved(ObjectStoreClient client) {
    Soon.await("all memory reserved", PATIENCE)
        .until(() -> client.stats().get("reserved-bytes") >= client.stats().get("capacity-bytes"));
  }

  private static Map<String, Long> counters(ObjectStoreClient client) {
    Map<String, Long> counters = client.stats();
    counters.keySet().retainAll(BASE);
    return counters;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    StoreProcess store = process();
    assertThat(store.process().isAlive()).as("the store lives:\n" + store.process().log()).isTrue();
    store.closeClients();
    try (ObjectStoreClient client = Tokamak.connect(store.socket())) {
      Soon.await("sessions ended", PATIENCE).until(() -> client.stats().get("sessions") == 1);
      client.delete(client.list().stream().map(ObjectInfo::id).toList());
      Soon.await("counters at base", PATIENCE)
          .untilAsserted(() -> assertThat(counters(client)).isEqualTo(base));
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (process != null) {
      process.close();
    }
  }

  /** The process. */
  public StoreProcess process() {
    return Objects.requireNonNull(process);
  }

  public Path socket() {
    return process().socket();
  }

  /** A client that is closed after the test. */
  public ObjectStoreClient client() {
    return process().client();
  }

  /** The same with a name. */
  public ObjectStoreClient client(String name) {
    return process().client(name);
  }

  /** A client that only reads, closed after the test. */
  public ObjectStoreClient readOnlyClient() {
    return process().readOnlyClient();
  }
}
