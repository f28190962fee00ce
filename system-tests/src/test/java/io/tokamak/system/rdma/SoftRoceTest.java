// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.rdma;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.system.process.Soon;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * That the testbed is what the other tests need: two devices, and messages that go through both.
 */
@Tag("rdma")
final class SoftRoceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int ROUNDS = 100;
  private static final int PORT = 18515;
  private static final String FIRST_ADDRESS = "10.77.0.1";

  @ParameterizedTest
  @ValueSource(strings = {"rxe0", "rxe1"})
  void shouldHaveTheDeviceWithItsLinkUp(String device) throws Exception {
    assertThat(new VerbsDevice(device).state()).isEqualTo("4: ACTIVE");
    assertThat(output(start("ibv_devices"))).contains(device);
  }

  @Test
  void shouldSendThroughBothDevices() throws Exception {
    VerbsDevice first = new VerbsDevice("rxe0");
    VerbsDevice second = new VerbsDevice("rxe1");
    VerbsDevice.Counters firstBefore = first.counters();
    VerbsDevice.Counters secondBefore = second.counters();

    Process answerer = start(pingPong(first));
    Soon.await("somebody listens", PATIENCE).until(SoftRoceTest::isListening);
    Process caller = start(pingPong(second, FIRST_ADDRESS));

    assertThat(output(caller)).contains(ROUNDS + " iters");
    assertThat(output(answerer)).contains(ROUNDS + " iters");
    assertThat(first.counters().since(firstBefore, "rdma_sends")).isEqualTo(ROUNDS);
    assertThat(second.counters().since(secondBefore, "rdma_recvs")).isEqualTo(ROUNDS);
    assertThat(second.counters().since(secondBefore, "sent_pkts")).isGreaterThanOrEqualTo(ROUNDS);
  }

  private static String[] pingPong(VerbsDevice device, String... peer) {
    List<String> command =
        List.of(
            "ibv_rc_pingpong", "-d", device.name(), "-g", "1", "-e", "-n", String.valueOf(ROUNDS));
    return Stream.concat(command.stream(), Arrays.stream(peer)).toArray(String[]::new);
  }

  private static boolean isListening() throws IOException {
    String listening = ":%04X ".formatted(PORT);
    return Files.readString(Path.of("/proc/net/tcp")).contains(listening)
        || Files.readString(Path.of("/proc/net/tcp6")).contains(listening);
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** What a command says until it ends, which it does in time and well. */
  private static String output(Process process) throws Exception {
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.exitValue()).as(said).isZero();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
