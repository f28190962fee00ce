// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.store.allocation.FreeExtents;
import io.tokamak.store.eviction.LruOrder;
import io.tokamak.store.eviction.ObjectTicks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A store of lengths and pins only, which evicts as {@link Quotas} tells it and notes whom it hit.
 */
final class ModelStore {

  static final long NOTHING = LruOrder.NONE;

  /** One object. */
  static final class Item {
    final long ref;
    final long offset;
    final long length;
    Account account;
    long tick;
    boolean pinned;

    Item(long ref, long offset, long length, Account account, long tick) {
      this.ref = ref;
      this.offset = offset;
      this.length = length;
      this.account = account;
      this.tick = tick;
    }
  }

  final Map<Long, Item> items = new HashMap<>();
  final Quotas quotas;
  final FreeExtents extents = new FreeExtents();

  /** What the last create evicted, as it was. */
  final List<Item> evicted = new ArrayList<>();

  /** What the last create demoted. */
  final List<Item> demoted = new ArrayList<>();

  private long clock;
  private long lastRef;

  ModelStore(long capacityBytes) {
    quotas = new Quotas(capacityBytes, this::tickOf);
    extents.add(0, FreeExtents.blockLength(capacityBytes));
  }

  private long tickOf(long ref) {
    Item item = items.get(ref);
    return item == null ? ObjectTicks.GONE : item.tick;
  }

  /** Creates and seals an object of the account; {@link #NOTHING} when all is in use. */
  long create(Account account, long dataLength) {
    evicted.clear();
    demoted.clear();
    long length = FreeExtents.blockLength(dataLength);
    quotas.requirePossible(account, "it", length);
    if (!keepWithinBudget(account, length)) {
      return NOTHING;
    }
    long offset = extents.allocate(length);
    while (offset == FreeExtents.NO_EXTENT && evictOne(whoMakesRoom(account))) {
      offset = extents.allocate(length);
    }
    return offset == FreeExtents.NO_EXTENT ? NOTHING : seal(account, offset, length);
  }

  private boolean keepWithinBudget(Account account, long length) {
    int looks = account.objectCount();
    while (quotas.excessBytes(account, length, extents.allocatedBytes()) > 0) {
      if (looks-- == 0 || !dispossessOldest(account)) {
        return false;
      }
    }
    return true;
  }

  /** Evicts the oldest object; when it is in use, demotes it or lets it stay. */
  private boolean dispossessOldest(Account account) {
    long ref = account.pollOldest();
    if (ref == LruOrder.NONE) {
      return false;
    }
    Item item = items.get(ref);
    if (!item.pinned) {
      evicted.add(item);
      end(item);
    } else if (account.isLimited() && quotas.canDemote(item.length, extents.allocatedBytes())) {
      demoted.add(item);
      quotas.demote(account, ref, item.length, item.tick);
      item.account = quotas.everybody();
    } else {
      keep(item);
    }
    return true;
  }

  /** Found in use: it will be released later than now. */
  private void keep(Item item) {
    item.tick = ++clock;
    item.account.requeue(item.ref, item.tick);
  }

  private Account whoMakesRoom(Account account) {
    return quotas.overdueBytes(extents.allocatedBytes()) > 0 ? quotas.everybody() : account;
  }

  private boolean evictOne(Account account) {
    for (int looks = account.objectCount(); looks > 0; looks--) {
      Item item = items.get(account.pollOldest());
      if (!item.pinned) {
        evicted.add(item);
        end(item);
        return true;
      }
      keep(item);
    }
    return false;
  }

  private long seal(Account account, long offset, long length) {
    lastRef += 1L << 32;
    Item item = new Item(lastRef, offset, length, account, ++clock);
    account.reserve(item.ref, length);
    items.put(item.ref, item);
    account.admit(item.ref, length, item.tick);
    return item.ref;
  }

  /** A read nobody reports. */
  void touch(long ref) {
    items.get(ref).tick = ++clock;
  }

  void pin(long ref) {
    items.get(ref).pinned = true;
  }

  void release(long ref) {
    items.get(ref).pinned = false;
  }

  void end(Item item) {
    item.account.remove(item.ref, item.length);
    items.remove(item.ref);
    extents.free(item.offset, item.length);
  }

  void closeSession(Account account) {
    quotas.close(account);
    items.values().stream()
        .filter(item -> item.account == account)
        .forEach(item -> item.account = quotas.everybody());
  }

  boolean contains(long ref) {
    return items.containsKey(ref);
  }

  /** The account counts exactly the objects it owns and keeps to its limit. */
  void assertCounts(Account account) {
    long bytes = 0;
    int count = 0;
    for (Item item : items.values()) {
      if (item.account == account) {
        bytes += item.length;
        count++;
      }
    }
    assertThat(account.bytes()).isEqualTo(bytes).isLessThanOrEqualTo(account.limitBytes());
    assertThat(account.objectCount()).isEqualTo(count);
  }
}
