// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.cli.Main;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.memory.os.UnixListener;
import io.tokamak.system.process.ChildProcess;
import io.tokamak.system.process.StoreProcess;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.error.InvalidRequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connecting, ids, capacity. */
class ConnectTest {
  private static final long CAPACITY = 10_000;

  @TempDir Path directory;

  @Test
  @DisplayName("C01 nobody listens: an error, at once")
  void c01_shouldFailWhereNobodyListens() {
    Path socket = directory.resolve("s");
    assertThatThrownBy(() -> Tokamak.connect(socket))
        .isInstanceOf(DisconnectedException.class)
        .hasMessageContaining(socket.toString());

    try (var left = UnixListener.listen(socket, PosixFilePermissions.fromString("rw-------"), 1)) {
      assertThat(left.descriptor()).isPositive();
    }
    assertThatThrownBy(() -> Tokamak.connect(socket)).isInstanceOf(DisconnectedException.class);
  }

  @Test
  @DisplayName("C02 an id has 20 bytes, not 5")
  void c02_shouldTakeIdsOfTwentyBytesOnly() {
    assertThatThrownBy(() -> ObjectId.fromBytes(new byte[5]))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(ObjectId.fromBytes(Bytes.counting(1, 20)).toBytes())
        .isEqualTo(Bytes.counting(1, 20));
  }

  @Test
  @DisplayName("C03 equal bytes make equal ids")
  void c03_shouldCompareIdsByTheirBytes() {
    ObjectId id = ObjectId.fromBytes(Bytes.counting(1, 20));
    assertThat(id).isEqualTo(ObjectId.fromBytes(Bytes.counting(1, 20)));
    assertThat(id).isNotEqualTo(ObjectId.fromBytes(Bytes.counting(2, 20)));
    assertThat((Object) id).isNotEqualTo(id.toString());
  }

  @Test
  @DisplayName("C04 an id survives the way to another process")
  void c04_shouldRestoreAnIdInAnotherProcess() throws IOException {
    ObjectId id = ObjectId.random();
    try (ChildProcess other = ChildProcess.start(IdMain.class, List.of())) {
      other.say(Base64.getEncoder().encodeToString(serialised(id)));
      assertThat(other.await(IdMain.RESTORED)).isEqualTo(id.toHex());
    }
  }

  private static byte[] serialised(ObjectId id) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
      stream.writeObject(id);
    }
    return bytes.toByteArray();
  }

  @Test
  @DisplayName("C05 fresh processes draw different ids")
  void c05_shouldDrawDifferentIdsInFreshProcesses() {
    try (ChildProcess one = ChildProcess.start(IdMain.class, List.of());
        ChildProcess two = ChildProcess.start(IdMain.class, List.of())) {
      assertThat(one.await(IdMain.DRAWN)).isNotEqualTo(two.await(IdMain.DRAWN)).hasSize(40);
    }
  }

  @Test
  @DisplayName("C06 a store of 10,000 bytes says so")
  void c06_shouldReportTheCapacity() {
    try (StoreProcess store = StoreProcess.start(CAPACITY)) {
      assertThat(store.client().capacity()).isEqualTo(CAPACITY);
    }
  }

  @Test
  @DisplayName("C07 a buffer outlives its client object, closed or lost")
  void c07_shouldKeepABufferValidWhenTheClientIsGone() {
    try (StoreProcess store = StoreProcess.start(CAPACITY)) {
      MemorySegment ofClosed = buffer(Tokamak.connect(store.socket()), true);
      MemorySegment ofLost = buffer(Tokamak.connect(store.socket()), false);
      Garbage.collect();
      for (MemorySegment held : List.of(ofClosed, ofLost)) {
        assertThat(held.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(Bytes.counting(0, 1000));
      }
    }
  }

  private static MemorySegment buffer(ObjectStoreClient client, boolean closed) {
    MemorySegment data = client.get(Bytes.putNew(client, 1000)).data();
    if (closed) {
      client.close();
    }
    return data;
  }

  @Test
  @DisplayName("C08 SIGTERM: the node ends with 0")
  void c08_shouldStopOnSigterm() {
    Path socket = directory.resolve("s");
    List<String> command = List.of("node", "start", "--memory", "1m", "--socket", "" + socket);
    try (ChildProcess node = ChildProcess.start(Main.class, command)) {
      node.await("node ready");
      try (ObjectStoreClient client = Tokamak.connect(socket)) {
        Bytes.put(client, ObjectId.random(), 10);
        long startNs = System.nanoTime();
        node.terminate();
        assertThat(node.exitCode()).as(node.log()).isZero();
        System.out.printf(
            "C08: the node ended %d ms after SIGTERM; it may take 5 s%n",
            (System.nanoTime() - startNs) / 1_000_000);
      }
      assertThat(socket).doesNotExist();
    }
  }
}
