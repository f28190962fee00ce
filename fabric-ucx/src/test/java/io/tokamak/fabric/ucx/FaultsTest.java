// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.fabric.tcp.TcpFabric;
import io.tokamak.fabric.tcp.TcpOptions;
import io.tokamak.testkit.fabric.Party;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bad days. What is told by events is waited for with the clock standing still. */
final class FaultsTest {
  private static final long SECOND_NS = 1_000_000_000;
  private static final NodeRef SELF = new NodeRef(1, 1);

  @TempDir private Path directory;
  private final Arena arena = Arena.ofShared();
  private final List<ChildProcess> children = new ArrayList<>();
  private final StoppableClock clock = new StoppableClock();
  private UcxFabric fabric;
  private Party party;

  @BeforeEach
  void open() throws IOException {
    UcxWorld.assumeInstalled();
    begin(UcxOptions.Moves.SERVED);
  }

  private void begin(UcxOptions.Moves moves) throws IOException {
    fabric = new UcxFabric(SELF, options(moves), clock);
    party = new Party(fabric, arena);
  }

  private static UcxOptions options(UcxOptions.Moves moves) {
    return UcxWorld.options().withTransports("tcp").withMoves(moves);
  }

  @AfterEach
  void close() {
    children.forEach(ChildProcess::close);
    fabric.close();
    arena.close();
  }

  private void until(String what, BooleanSupplier condition, Party... others) {
    long startNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - startNs).as("waited for " + what).isLessThan(60 * SECOND_NS);
      party.poll();
      for (Party other : others) {
        other.poll();
      }
    }
  }

  private Endpoint connect(NodeRef peer, FabricAddress address, Party... others) {
    Endpoint endpoint = fabric.connect(peer, address, clock.getAsLong() + 20 * SECOND_NS);
    until("the connection", () -> endpoint.state() != Endpoint.State.CONNECTING, others);
    return endpoint;
  }

  private FabricAddress startChild(UcxOptions.Moves moves) throws Exception {
    Path file = directory.resolve("address");
    children.add(
        ChildProcess.start(
            ChildNode.class, directory.resolve("child.log"), moves.name(), file.toString()));
    until("the child", () -> Files.exists(file));
    return new FabricAddress(UcxFabric.NAME, Files.readString(file));
  }

  /** In the middle of long reads; the memory is this node's own again when it is told. */
  @ParameterizedTest
  @EnumSource(names = {"SERVED", "DIRECT"})
  void shouldNoticeAPeerThatIsKilledInTheMiddleOfARead(UcxOptions.Moves moves) throws Exception {
    fabric.close();
    begin(moves);
    Endpoint endpoint = connect(ChildNode.SELF, startChild(moves));
    long read = beginToRead(endpoint);
    children.getFirst().kill();
    clock.stop();
    until("the end", () -> party.disconnected().containsKey(endpoint));

    assertThat(party.status(read)).isEqualTo(OperationStatus.DISCONNECTED);
    assertThat(party.disconnected().get(endpoint)).isNotBlank();
  }

  /** Reads a little, to know that it works, and then all that there is. */
  private long beginToRead(Endpoint endpoint) {
    assertThat(endpoint.state()).isEqualTo(Endpoint.State.READY);
    MemoryRegion target = party.memory(ChildNode.LENGTH, Access.LOCAL);
    RemotePointer all = new RemotePointer(ChildNode.SELF.epoch(), 0, 1, 0, ChildNode.LENGTH);
    long first = party.token();
    assertThat(endpoint.read(target, 0, all.slice(0, 100), first)).isTrue();
    until("a read", () -> party.hasCompleted(first));
    assertThat(party.status(first)).isEqualTo(OperationStatus.DONE);
    long second = party.token();
    assertThat(endpoint.read(target, 0, all, second)).isTrue();
    party.poll();
    return second;
  }

  /** Nothing is under way, and still it is noticed. */
  @Test
  void shouldNoticeAnIdlePeerThatIsKilled() throws Exception {
    Endpoint endpoint = connect(ChildNode.SELF, startChild(UcxOptions.Moves.SERVED));
    children.getFirst().kill();
    clock.stop();

    until("the end", () -> party.disconnected().containsKey(endpoint));
  }

  /** Its connections stay, but nothing comes any more: as when its machine dies, or hangs. */
  @ParameterizedTest
  @CsvSource({"SERVED,true", "SERVED,false", "DIRECT,true", "DIRECT,false"})
  void shouldNoticeASilentPeerWithinTwoSeconds(UcxOptions.Moves moves, boolean busy)
      throws Exception {
    fabric.close();
    begin(moves);
    Endpoint endpoint = connect(ChildNode.SELF, startChild(moves));
    children.getFirst().pause();
    long read = busy ? beginToReadFromNobody(endpoint) : 0;
    hearWhatIsOnItsWay();
    clock.stop();
    while (endpoint.state() == Endpoint.State.READY) {
      clock.advance(SECOND_NS / 50);
      party.poll();
    }
    until("the end", () -> party.disconnected().containsKey(endpoint));

    assertThat(clock.advancedNs()).isLessThanOrEqualTo(2 * SECOND_NS);
    assertThat(!busy || party.status(read) == OperationStatus.DISCONNECTED).isTrue();
  }

  private long beginToReadFromNobody(Endpoint endpoint) {
    MemoryRegion target = party.memory(ChildNode.LENGTH, Access.LOCAL);
    RemotePointer all = new RemotePointer(ChildNode.SELF.epoch(), 0, 1, 0, ChildNode.LENGTH);
    long token = party.token();
    assertThat(endpoint.read(target, 0, all, token)).isTrue();
    return token;
  }

  private void hearWhatIsOnItsWay() {
    for (int quiet = 0; quiet < 1_000; quiet++) {
      quiet = party.poll() > 0 ? 0 : quiet;
    }
  }

  /** It collects garbage for longer than a peer may be silent. */
  @ParameterizedTest
  @CsvSource({"SERVED,true", "SERVED,false", "DIRECT,true", "DIRECT,false"})
  void shouldWorkAgainAfterAPeerHasPaused(UcxOptions.Moves moves, boolean busy) throws Exception {
    fabric.close();
    begin(moves);
    FabricAddress address = startChild(moves);
    Endpoint first = connect(ChildNode.SELF, address);
    if (busy) {
      beginToRead(first);
    }
    children.getFirst().pause();
    until("the end", () -> party.disconnected().containsKey(first));
    children.getFirst().resume();
    Endpoint second = connectAgain(address);
    MemoryRegion target = party.memory(ChildReader.LENGTH, Access.LOCAL);
    RemotePointer some = new RemotePointer(ChildNode.SELF.epoch(), 0, 1, 0, ChildReader.LENGTH);
    long token = party.token();
    assertThat(second.read(target, 0, some, token)).isTrue();
    until("a read", () -> party.hasCompleted(token));

    assertThat(party.status(token)).isEqualTo(OperationStatus.DONE);
    MemorySegment expected = arena.allocate(ChildReader.LENGTH);
    Party.fill(expected, 1);
    assertThat(target.memory().mismatch(expected)).isEqualTo(-1);
  }

  private Endpoint connectAgain(FabricAddress address) {
    Endpoint endpoint = connect(ChildNode.SELF, address);
    for (int i = 0; i < 10 && endpoint.state() != Endpoint.State.READY; i++) {
      endpoint = connect(ChildNode.SELF, address);
    }
    return endpoint;
  }

  /** The same for who reads: what was read before is gone, what is read after is right. */
  @ParameterizedTest
  @EnumSource(names = {"SERVED", "DIRECT"})
  void shouldServeAReaderThatHasPaused(UcxOptions.Moves moves) throws Exception {
    fabric.close();
    begin(moves);
    party.filled(ChildReader.LENGTH, Access.READ, ChildReader.SALT);
    children.add(
        ChildProcess.start(
            ChildReader.class,
            directory.resolve("child.log"),
            moves.name(),
            fabric.address().location()));
    until("some reads", () -> party.messages().size() >= 3);
    Endpoint before = party.connected().getLast();
    children.getFirst().pause();
    until("the end", () -> party.disconnected().containsKey(before));
    int messages = party.messages().size();
    children.getFirst().resume();
    until("more reads", () -> party.messages().size() >= messages + 3);

    assertThat(party.connected().size()).isGreaterThan(1);
    assertThat(party.messages())
        .allSatisfy(message -> assertThat(message).asString().isEqualTo(ChildReader.RIGHT));
  }

  /** The same address, another life: old pointers are stale, and so is the old name. */
  @ParameterizedTest
  @EnumSource(names = {"SERVED", "DIRECT"})
  void shouldFindPointersStaleAfterARestart(UcxOptions.Moves moves) throws IOException {
    fabric.close();
    begin(moves);
    UcxFabric before = new UcxFabric(new NodeRef(2, 1), options(moves), System::nanoTime);
    FabricAddress address = before.address();
    Party old = new Party(before, arena);
    RemotePointer stale = old.filled(64, Access.READ, 1).pointer(0, 64);
    Endpoint first = connect(before.self(), address, old);
    before.close();
    until("the end", () -> party.disconnected().containsKey(first));

    int port = Integer.parseInt(address.location().replaceFirst(".*:", ""));
    TcpOptions there =
        options(moves)
            .wireUp()
            .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    try (UcxFabric after =
        new UcxFabric(new NodeRef(2, 2), options(moves).withWireUp(there), System::nanoTime)) {
      Party again = new Party(after, arena);
      again.filled(64, Access.READ, 2);
      assertThat(connect(new NodeRef(2, 1), address, again).state())
          .isEqualTo(Endpoint.State.CLOSED);
      Endpoint second = connect(after.self(), address, again);
      MemoryRegion target = party.memory(64, Access.LOCAL);
      long token = party.token();
      assertThat(second.read(target, 0, stale, token)).isTrue();
      until("the read", () -> party.hasCompleted(token), again);
      assertThat(party.status(token)).isEqualTo(OperationStatus.STALE_POINTER);
    }
  }

  /** Somebody who knows the secret and the handshake, and then talks nonsense. */
  @Test
  void shouldRefuseGarbageInTheWireUp() throws IOException {
    TcpOptions wireUp = UcxWorld.options().wireUp();
    try (TcpFabric rude = new TcpFabric(new NodeRef(9, 9), wireUp, System::nanoTime)) {
      Party stranger = new Party(rude, arena);
      byte[][] garbage = {
        {}, {1, 2, 3}, new byte[32], new byte[20_000], wireUp(0), wireUp(64), {6, 6, 6, 6}
      };
      for (byte[] bytes : garbage) {
        Endpoint endpoint =
            rude.connect(
                SELF,
                new FabricAddress(TcpFabric.NAME, fabric.address().location()),
                System.nanoTime() + 20 * SECOND_NS);
        until("a connection", () -> stranger.connected().contains(endpoint), stranger);
        endpoint.send(MemorySegment.ofArray(bytes), MemorySegment.NULL);
        until("the refusal", () -> stranger.disconnected().containsKey(endpoint), stranger);
        assertThat(stranger.disconnected().get(endpoint)).contains("the peer ended it: ");
      }
      assertThat(party.connected()).isEmpty();
    }
  }

  /** A wire-up whose address is so long and has another checksum. */
  private static byte[] wireUp(int length) {
    byte[] bytes = new Notice.WireUp(1, false, 1, 5, 0, new byte[length]).encode();
    bytes[24]++;
    return bytes;
  }
}
