// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.NodeRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LedgerTest {
  private static final String EPOCH = "0000000000000007:";

  private final Ledger ledger = new Ledger(new NodeRef(1, 7));

  @BeforeEach
  void begin() {
    ledger.begin();
  }

  @Test
  void shouldCountBatchesAsTheyAreSentAndApplied() {
    assertThat(ledger.token()).isEqualTo(EPOCH + "1:0");
    ledger.sent();
    ledger.sent();
    assertThat(ledger.expected()).isEqualTo(EPOCH + "1:2");
    assertThat(ledger.token()).isEqualTo(EPOCH + "1:0");
    ledger.applied();
    assertThat(ledger.token()).isEqualTo(EPOCH + "1:1");
    ledger.refused();
    assertThat(ledger.expected()).isEqualTo(EPOCH + "1:1");
  }

  @Test
  void shouldContinueWithWhatMayHaveBeenApplied() {
    ledger.whole("d");
    ledger.sent();
    ledger.applied();
    ledger.sent();
    ledger.sent();
    ledger.begin();

    assertThat(ledger.continues("d", EPOCH + "1:0")).isFalse();
    assertThat(ledger.continues("d", EPOCH + "1:1")).isTrue();
    assertThat(ledger.continues("d", EPOCH + "1:3")).isTrue();
    assertThat(ledger.continues("d", EPOCH + "1:4")).isFalse();
    assertThat(ledger.continues("other", EPOCH + "1:1")).isFalse();
    assertThat(ledger.continues("d", "")).isFalse();
  }

  /** It joined, but the answer was lost: nobody knows what the directory knew before. */
  @Test
  void shouldNotContinueASessionThatWasNeverWhole() {
    assertThat(ledger.continues("d", EPOCH + "1:0")).isFalse();
    ledger.whole("d");
    ledger.begin();
    ledger.begin();

    assertThat(ledger.continues("d", EPOCH + "2:0")).isFalse();
    assertThat(ledger.continues("d", EPOCH + "1:0")).isTrue();
  }
}
