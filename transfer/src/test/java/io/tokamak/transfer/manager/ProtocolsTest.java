// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.testkit.simulation.Semantics;
import io.tokamak.transfer.ManagerSettings;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.Registration;
import io.tokamak.transfer.TransferRecord;
import io.tokamak.transfer.Verify;
import io.tokamak.wire.ObjectId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each protocol brings exactly the bytes, on each kind of fabric. */
final class ProtocolsTest {
  private static final int[] LENGTHS = {0, 1, 7, 1000, 8192, 8193, 64 << 10, (1 << 20) + 3};

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void shouldBringAllLengths(Protocol protocol) {
    bringAll(new TestCluster(Semantics.tcp()), protocol, protocol);
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void shouldBringAllLengthsOverTheWeakestFabric(Protocol protocol) {
    Protocol used = protocol == Protocol.DIRECT ? Protocol.RENDEZVOUS : protocol;
    bringAll(new TestCluster(Semantics.weakest()), protocol, used);
  }

  static Stream<Arguments> policies() {
    return Stream.of(Registration.CACHED, Registration.PER_TRANSFER)
        .flatMap(policy ->
            Stream.of(Protocol.EAGER, Protocol.RENDEZVOUS)
                .map(protocol -> Arguments.of(policy, protocol)));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void shouldBringAllLengthsHoweverMemoryIsRegistered(Registration policy, Protocol protocol) {
    ManagerSettings settings = ManagerSettings.defaults().withRegistration(policy);
    bringAll(new TestCluster(Semantics.shm()).with(settings), protocol, protocol);
  }

  private static void bringAll(TestCluster cluster, Protocol ordered, Protocol used) {
    cluster.withStores(4 * TestCluster.MIB);
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    for (int length : LENGTHS) {
      String name = ordered + " " + length;
      ObjectId id = cluster.put(holder, name, length, length % 5);

      TransferRecord how = cluster.fetchAndWait(receiver, ordered, id).arrived();

      cluster.assertHas(receiver, name, length, length % 5);
      assertThat(how.protocol()).isEqualTo(used);
      assertThat(how.state()).isEqualTo(TransferRecord.State.DONE);
    }
    cluster.assertAtBase();
  }

  @ParameterizedTest
  @EnumSource(Verify.class)
  void shouldReadWithoutAskingOnlyWhatNeedsNoChecksum(Verify verify) {
    ManagerSettings settings = ManagerSettings.defaults().withVerify(verify);

    assertThat(protocolFor(settings, Semantics.tcp()))
        .isEqualTo(verify == Verify.ALWAYS ? Protocol.RENDEZVOUS : Protocol.DIRECT);
    assertThat(protocolFor(settings, Semantics.weakestChecked()))
        .isEqualTo(verify == Verify.NEVER ? Protocol.DIRECT : Protocol.RENDEZVOUS);
  }

  /** The printed algorithms of the thesis have it the wrong way round. */
  @ParameterizedTest
  @CsvSource({
    "32767, EAGER, 2, 2",
    "32768, RENDEZVOUS, 3, 0",
    "32769, RENDEZVOUS, 3, 0",
  })
  void shouldCopyBelowTheCrossoverAndReadFromThereOn(
      int length, Protocol protocol, int messages, int copies) {
    TestCluster cluster = new TestCluster(Semantics.shm());
    cluster.with(ManagerSettings.defaults().withCrossover(32 << 10));
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", length);

    TransferRecord how = cluster.fetchAndWait(receiver, null, id).arrived();

    assertThat(how.protocol()).as(how.reason()).isEqualTo(protocol);
    assertThat(how.copies()).isEqualTo(copies);
    assertThat(how.messages()).isGreaterThanOrEqualTo(messages);
    cluster.assertHas(receiver, "object", length, 0);
  }

  private static Protocol protocolFor(ManagerSettings settings, FabricCapabilities fabric) {
    TestCluster cluster = new TestCluster(fabric).with(settings);
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", 100_000);
    TransferRecord how = cluster.fetchAndWait(receiver, Protocol.DIRECT, id).arrived();
    cluster.assertHas(receiver, "object", 100_000, 0);
    return how.protocol();
  }

  @Test
  void shouldNotReadMemoryThatIsNotRegisteredWithoutAsking() {
    ManagerSettings settings =
        ManagerSettings.defaults().withRegistration(Registration.PER_TRANSFER);

    assertThat(protocolFor(settings, Semantics.tcp())).isEqualTo(Protocol.RENDEZVOUS);
  }

  @Test
  void shouldNeedNobodyAtTheHolderToReadDirectly() {
    TestCluster cluster = new TestCluster(Semantics.shm());
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", 1000);

    cluster.fetchAndWait(receiver, Protocol.DIRECT, id);

    assertThat(holder.spy.received).isEmpty();
    assertThat(holder.manager.counters()).containsEntry("requests", 0L);
  }
}
