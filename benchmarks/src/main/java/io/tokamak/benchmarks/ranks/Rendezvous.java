// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.ranks;

import java.util.Optional;

/** A place that all ranks know, where the first one says how to reach it. For one thread. */
public interface Rendezvous {
  /** Leaves the invitation; one that was there, of a run that died, is gone. */
  void invite(Invitation invitation);

  /** The invitation that is there, which may be an old one. */
  Optional<Invitation> look();

  /** Takes it away again. */
  void withdraw();

  /** Where that is, for people. */
  @Override
  String toString();
}
