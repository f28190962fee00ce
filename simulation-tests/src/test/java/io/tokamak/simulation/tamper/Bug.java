// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.tamper;

import io.tokamak.testkit.simulation.Node;
import io.tokamak.transfer.LocalStore;
import java.util.function.BiFunction;

/** Bugs that the simulator must find. */
public enum Bug implements Tampering {
  /** The generation may be read before the bytes. */
  NO_FENCE {
    @Override
    public Between in(Node node) {
      return new NoFence();
    }
  },
  /** The generation does not matter. */
  NO_GENERATION_CHECK {
    @Override
    public Between in(Node node) {
      return new NoGenerationCheck();
    }
  },
  /** Sealed before all bytes are there. */
  EARLY_SEAL {
    @Override
    public Between in(Node node) {
      return store((right, life) -> new EarlySeal(right, life.world()), node);
    }
  },
  /** Said to be there before it is sealed. */
  LATE_SEAL {
    @Override
    public Between in(Node node) {
      return store((right, life) -> new LateSeal(right, life.world()), node);
    }
  },
  /** Some pins of transfers are never released. */
  FORGOTTEN_RELEASE {
    @Override
    public Between in(Node node) {
      return store((right, life) -> new ForgottenRelease(right, life.world().random()), node);
    }
  },
  /** Pointers into an earlier life of a node are used in the present one. */
  OLD_EPOCHS {
    @Override
    public Between in(Node node) {
      return new OldEpochs();
    }
  },
  /** What a node receives is handed on before it has come, and nobody looks at the checksum. */
  RELAY_AHEAD {
    @Override
    public Between in(Node node) {
      return new RelayAhead();
    }
  },
  /** Those who wait are not told when their time is up. */
  NO_DEADLINE {
    @Override
    public Between in(Node node) {
      return new NoDeadline();
    }
  };

  private static Between store(BiFunction<LocalStore, Node, LocalStore> wrap, Node node) {
    return new Between() {
      @Override
      public LocalStore store(LocalStore right) {
        return wrap.apply(right, node);
      }
    };
  }
}
