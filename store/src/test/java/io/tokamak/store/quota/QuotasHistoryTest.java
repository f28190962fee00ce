// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.store.Seeds;
import io.tokamak.wire.error.TokamakException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Random sessions, objects and pins; after each step nobody was hit who must not be. */
class QuotasHistoryTest {

  private static final long CAPACITY = 64 * 1024;

  private final ModelStore store = new ModelStore(CAPACITY);
  private final List<Account> sessions = new ArrayList<>();
  private final Account everybody = store.quotas.everybody();

  @Test
  void shouldIsolateSessionsThroughRandomHistories() {
    SplittableRandom random = Seeds.random("QuotasHistoryTest");
    for (int step = 0; step < 30_000; step++) {
      int dice = random.nextInt(100);
      if (dice < 2) {
        open(random);
      } else if (dice < 3 && !sessions.isEmpty()) {
        store.closeSession(sessions.remove(random.nextInt(sessions.size())));
      } else if (dice < 60) {
        create(random);
      } else if (!store.items.isEmpty()) {
        change(anyItem(random), random);
      }
      assertAccounts();
    }
    List.copyOf(sessions).forEach(store::closeSession);
    sessions.clear();
    assertAccounts();
    assertThat(store.quotas.quotaBytes()).isZero();
    assertThat(everybody.bytes()).isEqualTo(store.extents.allocatedBytes());
  }

  private void open(SplittableRandom random) {
    long before = store.quotas.quotaBytes();
    long bytes = 1 + random.nextLong(CAPACITY / 2);
    try {
      sessions.add(store.quotas.open(everybody, bytes));
      assertThat(before + bytes).isLessThanOrEqualTo(CAPACITY * 70 / 100);
    } catch (TokamakException tooMuch) {
      assertThat(before + bytes).isGreaterThan(CAPACITY * 70 / 100);
    }
  }

  private void create(SplittableRandom random) {
    int index = random.nextInt(sessions.size() + 1);
    Account account = index == sessions.size() ? everybody : sessions.get(index);
    List<ModelStore.Item> before = ownUnpinned(account);
    boolean overdue = store.quotas.overdueBytes(store.extents.allocatedBytes()) > 0;
    try {
      store.create(account, 1 + random.nextLong(CAPACITY / 8));
    } catch (TokamakException neverFits) {
      return;
    }
    for (ModelStore.Item item : store.evicted) {
      assertThat(item.pinned).isFalse();
      assertThat(item.account == account || (overdue && item.account == everybody)).isTrue();
    }
    assertOldestWent(before, account);
    assertThat(store.demoted.isEmpty() || account.isLimited()).isTrue();
  }

  private List<ModelStore.Item> ownUnpinned(Account account) {
    return store.items.values().stream()
        .filter(item -> item.account == account && !item.pinned)
        .sorted(Comparator.comparingLong(item -> item.tick))
        .toList();
  }

  /** Whatever number of the account's unpinned objects went, it was the least recently used. */
  private void assertOldestWent(List<ModelStore.Item> before, Account account) {
    Set<ModelStore.Item> gone =
        store.evicted.stream().filter(before::contains).collect(Collectors.toSet());
    List<ModelStore.Item> oldest = before.subList(0, gone.size());
    assertThat(gone).as("evicted from %s", account).containsExactlyInAnyOrderElementsOf(oldest);
  }

  private ModelStore.Item anyItem(SplittableRandom random) {
    return store.items.values().stream().skip(random.nextInt(store.items.size())).findFirst().get();
  }

  private void change(ModelStore.Item item, SplittableRandom random) {
    switch (random.nextInt(5)) {
      case 0 -> store.pin(item.ref);
      case 1, 2 -> store.release(item.ref);
      case 3 -> store.touch(item.ref);
      default -> store.end(item);
    }
  }

  private void assertAccounts() {
    sessions.forEach(store::assertCounts);
    store.assertCounts(everybody);
  }
}
