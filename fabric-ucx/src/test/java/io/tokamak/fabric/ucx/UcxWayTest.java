// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.NodeRef;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of who moves the bytes, and by what. */
final class UcxWayTest {
  private static final List<String> TWO = List.of("mlx5_0:1", "mlx5_1:1");

  private static UcxWay expected(String... environment) {
    Map<String, String> variables =
        environment.length == 0 ? Map.of() : Map.of(environment[0], environment[1]);
    return UcxWay.expected(variables, TWO);
  }

  @Test
  void shouldLeaveItToCardsWhereThereAreSome() {
    assertThat(expected()).isEqualTo(new UcxWay("ib", true, TWO));
    assertThat(expected().text()).isEqualTo("over ib, network cards read by themselves");
    assertThat(expected().warning()).isEmpty();
  }

  @Test
  void shouldHavePeersServeWithoutCards() {
    UcxWay none = UcxWay.expected(Map.of(), List.of());

    assertThat(none.text()).isEqualTo("over tcp, peers serve reads");
    assertThat(none.warning()).isEmpty();
  }

  @Test
  void shouldSayWhatToDoWhereCardsLieIdle() {
    for (String mix : new String[] {"rc,ud,sm,self", "all", "rc,tcp", "ud"}) {
      UcxWay way = expected("UCX_TLS", mix);

      assertThat(way.direct()).as(mix).isFalse();
      assertThat(way.warning())
          .contains("mlx5_0:1, mlx5_1:1")
          .contains("UCX_TLS=" + mix + " ")
          .endsWith("set UCX_TLS=rc,ud, or unset it");
    }
    assertThat(expected("UCX_TLS", "").transports()).isEqualTo("all");
  }

  @Test
  void shouldNotMindCardsThatNobodyAskedFor() {
    assertThat(expected("UCX_TLS", "tcp,sm")).isEqualTo(new UcxWay("tcp,sm", false, List.of()));
    assertThat(expected("UCX_TLS", "tcp,sm").warning()).isEmpty();
  }

  @Test
  void shouldKnowTheCardsThatAreNamed() {
    assertThat(expected("UCX_NET_DEVICES", "mlx5_1:1").cards()).containsExactly("mlx5_1:1");
    assertThat(expected("UCX_NET_DEVICES", "eth0, mlx5_1").cards()).containsExactly("mlx5_1:1");
    assertThat(expected("UCX_NET_DEVICES", "^mlx5_1:1").cards()).containsExactly("mlx5_0:1");
    assertThat(expected("UCX_NET_DEVICES", "all").cards()).isEqualTo(TWO);
    assertThat(expected("UCX_NET_DEVICES", "eth0").cards()).isEmpty();
  }

  @Test
  void shouldSayWhatRegistrationTook() {
    assertThat(UcxWay.registered(1L << 30, 250_999_999))
        .isEqualTo("1024 MiB (262144 pages of 4 KiB) registered in 250 ms");
  }

  @Test
  void shouldTellOfAFabricThatIsOpen() throws IOException {
    UcxWorld.assumeInstalled();
    UcxOptions options = UcxOptions.loopback().withTransports("tcp");

    try (UcxFabric fabric = new UcxFabric(new NodeRef(1, 1), options, System::nanoTime)) {
      assertThat(fabric.way()).isEqualTo(new UcxWay("tcp", false, List.of()));
    }
  }
}
