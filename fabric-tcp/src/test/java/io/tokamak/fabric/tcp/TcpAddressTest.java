// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.FabricAddress;
import io.tokamak.testkit.fabric.Scene;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses as people write them, and as nodes tell each other. */
final class TcpAddressTest {
  private static InetAddress find(String host) throws UnknownHostException {
    return switch (host) {
      case "node7" -> InetAddress.ofLiteral("10.0.0.7");
      case "unknown" -> throw new UnknownHostException(host);
      default -> InetAddress.ofLiteral(host);
    };
  }

  private static InetSocketAddress resolve(String text) {
    return TcpAddress.resolve(text, 7420, TcpAddressTest::find);
  }

  @ParameterizedTest
  @CsvSource({
    "node7:1, 10.0.0.7:1",
    "node7, 10.0.0.7:7420",
    "' node7 ', 10.0.0.7:7420",
    "10.0.0.8:65535, 10.0.0.8:65535",
    "10.0.0.8:0, 10.0.0.8:0",
    "[::1]:5, [0:0:0:0:0:0:0:1]:5",
    "[::1], [0:0:0:0:0:0:0:1]:7420",
    "::1, [0:0:0:0:0:0:0:1]:7420",
  })
  void shouldResolve(String text, String location) {
    assertThat(Locations.of(resolve(text)).location()).isEqualTo(location);
  }

  @ParameterizedTest
  @CsvSource({
    "unknown:1, address 'unknown:1': nobody knows the name",
    "node7:70000, found the port '70000'",
    "node7:x, found the port 'x'",
    "node7:, found the port ''",
    "node7:-1, found the port '-1'",
    ":7420, it has no host",
    "'', it has no host",
    "[::1:5, expected HOST",
    "::1]:5, expected HOST",
    "[::1]5, expected HOST",
    "[::1]x:5, expected HOST",
  })
  void shouldSayWhatIsWrong(String text, String complaint) {
    assertThatThrownBy(() -> resolve(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void shouldTakeAStarForAllAddresses() {
    assertThat(resolve("*:7").getAddress().isAnyLocalAddress()).isTrue();
    assertThat(resolve("*").getPort()).isEqualTo(7420);
  }

  @Test
  void shouldNameAPeerByNumbers() {
    assertThat(TcpAddress.peer("127.0.0.1", 7420)).hasToString("tcp://127.0.0.1:7420");
    for (String nowhere : new String[] {"*:7420", "127.0.0.1:0", "0.0.0.0:1"}) {
      assertThatThrownBy(() -> TcpAddress.peer(nowhere, 7420))
          .hasMessageContaining("no place where a node can be");
    }
  }

  /** What nodes tell each other has no names: looking one up would keep all peers waiting. */
  @ParameterizedTest
  @CsvSource({"tcp,localhost:1", "tcp,127.0.0.1", "shm,127.0.0.1:1", "tcp,''", "tcp,[]:1"})
  void shouldNotTakeNamesFromPeers(String fabric, String location) {
    FabricAddress address = new FabricAddress(fabric, location);

    assertThatThrownBy(() -> Locations.parse(address)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldAdvertiseSomethingThatCanBeReached() throws IOException {
    TcpOptions everywhere = TcpWorld.options().withListen(new InetSocketAddress(0));
    try (Scene scene = new Scene(new TcpWorld(node -> everywhere))) {
      FabricAddress address = scene.party(1).fabric().address();
      assertThat(Locations.parse(address).getAddress()).isEqualTo(Advertised.ofThisMachine());

      scene.link(scene.party(0), scene.party(1));
    }
  }

  @Test
  void shouldNotTellThePeersWhatAnInterfaceIsCalledHere() throws UnknownHostException {
    byte[] six = InetAddress.ofLiteral("2001:db8::7").getAddress();
    InetAddress scoped = Inet6Address.getByAddress("", six, 3);

    assertThat(scoped.getHostAddress()).contains("%3");
    assertThat(Locations.of(new InetSocketAddress(scoped, 1)).location())
        .isEqualTo("[2001:db8:0:0:0:0:0:7]:1");
  }

  @Test
  void shouldAdvertiseWhatItIsTold() {
    InetSocketAddress bound = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 4000);
    InetSocketAddress router = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 0);
    TcpOptions options = TcpWorld.options().withAdvertise(router);
    InetSocketAddress exactly = new InetSocketAddress(router.getAddress(), 9);

    assertThat(Locations.of(Advertised.address(options, bound)).location())
        .isEqualTo("192.0.2.1:4000");
    assertThat(Advertised.address(options.withAdvertise(exactly), bound)).isEqualTo(exactly);
    assertThatThrownBy(() -> options.withAdvertise(bound))
        .hasMessageContaining("which leads nobody here");
  }
}
