// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.os.PeerCredentials;
import org.junit.jupiter.api.Test;

class AccessTest {
  private static final PeerCredentials OWN = new PeerCredentials(10, 1000, 1000);
  private static final PeerCredentials OTHER = new PeerCredentials(11, 1001, 1000);
  private static final PeerCredentials ROOT = new PeerCredentials(12, 0, 0);

  @Test
  void shouldAdmitNobodyButItsUserByDefault() {
    Access access = new Access(1000, false);
    assertThat(access.admits(OWN)).isTrue();
    assertThat(access.onlyReads(OWN)).isFalse();
    assertThat(access.admits(OTHER)).isFalse();
    assertThat(access.admits(ROOT)).isFalse();
  }

  @Test
  void shouldLetOthersReadWhenAllowed() {
    Access access = new Access(1000, true);
    assertThat(access.admits(OTHER)).isTrue();
    assertThat(access.onlyReads(OTHER)).isTrue();
    assertThat(access.onlyReads(OWN)).isFalse();
  }

  @Test
  void shouldSayWhoIsRefusedAndWhatToDo() {
    assertThat(new Access(1000, false).refusal(OTHER))
        .hasMessageContainingAll("1001", "1000", "--allow-other-users");
  }
}
