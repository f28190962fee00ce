// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.transfer.FetchListener;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.TransferRecord;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.List;

/** Hears how fetches end, in order. */
final class Outcomes implements FetchListener {
  final List<ObjectId> ids = new ArrayList<>();
  final List<FetchOutcome> all = new ArrayList<>();

  @Override
  public void ended(ObjectId id, FetchOutcome outcome) {
    ids.add(id);
    all.add(outcome);
  }

  int count() {
    return all.size();
  }

  TransferRecord arrived() {
    assertThat(all).singleElement().isInstanceOf(FetchOutcome.Arrived.class);
    return ((FetchOutcome.Arrived) all.getFirst()).how();
  }

  FetchOutcome.Failed failed() {
    assertThat(all).singleElement().isInstanceOf(FetchOutcome.Failed.class);
    return (FetchOutcome.Failed) all.getFirst();
  }

  boolean areAllArrived() {
    return all.stream().allMatch(outcome -> outcome instanceof FetchOutcome.Arrived);
  }
}
