// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a read costs through this fabric, beside what UCX's own {@code ucx_perftest} says of the
 * same get over the same transport, in turns. A program, not a test: see docs/ucx-fabric.md.
 */
final class GetBench implements FabricListener {
  private static final int ROUNDS = 3;
  private static final int[] LENGTHS = {4 << 10, 1 << 20};
  private static final int[] COUNTS = {5_000, 200};
  private static final int PORT = 13_377;
  private static final long PATIENCE_NS = 60_000_000_000L;

  private final UcxFabric fabric;
  private final MemoryRegion target;
  private long completed;

  private GetBench(UcxFabric fabric, Arena arena) {
    this.fabric = fabric;
    target = fabric.register(arena.allocate(ChildNode.LENGTH, 4096), MemoryRegion.Access.LOCAL);
  }

  /** Measures 4 KiB and 1 MiB; the argument is the transports, such as {@code tcp}. */
  public static void main(String[] arguments) throws Exception {
    String transports = arguments.length > 0 ? arguments[0] : "tcp";
    double[][] ours = new double[LENGTHS.length][ROUNDS];
    double[][] theirs = new double[LENGTHS.length][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      double[] own = own(transports);
      for (int i = 0; i < LENGTHS.length; i++) {
        ours[i][round] = own[i];
        theirs[i][round] = perftest(transports, LENGTHS[i], COUNTS[i]);
      }
    }
    System.out.printf("%-10s %14s %14s %8s%n", "bytes", "tokamak us", "perftest us", "ratio");
    for (int i = 0; i < LENGTHS.length; i++) {
      double own = median(ours[i]);
      double bare = median(theirs[i]);
      System.out.printf("%-10d %14.2f %14.2f %8.2f%n", LENGTHS[i], own, bare, own / bare);
    }
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** Nobody else may have a processor meanwhile, so the peer is there for this only. */
  private static double[] own(String transports) throws Exception {
    UcxOptions options =
        UcxWorld.options().withTransports(transports).withMoves(UcxOptions.Moves.DIRECT);
    Path file = Files.createTempDirectory("tokamak-get").resolve("address");
    Process child = child(transports, file);
    try (Arena arena = Arena.ofShared();
        UcxFabric fabric = new UcxFabric(new NodeRef(1, 1), options, System::nanoTime)) {
      GetBench bench = new GetBench(fabric, arena);
      while (!Files.exists(file)) {
        Thread.onSpinWait();
      }
      Endpoint endpoint = bench.connect(new FabricAddress(UcxFabric.NAME, Files.readString(file)));
      double[] micros = new double[LENGTHS.length];
      for (int i = 0; i < LENGTHS.length; i++) {
        RemotePointer from = new RemotePointer(ChildNode.SELF.epoch(), 0, 1, 0, LENGTHS[i]);
        bench.micros(endpoint, from, COUNTS[i]);
        micros[i] = bench.micros(endpoint, from, COUNTS[i]);
      }
      return micros;
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private static Process child(String transports, Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            ChildNode.class.getName(),
            UcxOptions.Moves.DIRECT.name(),
            file.toString(),
            transports)
        .inheritIO()
        .start();
  }

  private Endpoint connect(FabricAddress address) {
    Endpoint endpoint = fabric.connect(ChildNode.SELF, address, System.nanoTime() + PATIENCE_NS);
    while (endpoint.state() == Endpoint.State.CONNECTING) {
      fabric.poll(this);
    }
    return endpoint;
  }

  private double micros(Endpoint endpoint, RemotePointer from, int count) {
    long beganNs = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long before = completed;
      while (!endpoint.read(target, 0, from, i)) {
        fabric.poll(this);
      }
      while (completed == before) {
        fabric.poll(this);
      }
    }
    return (System.nanoTime() - beganNs) / 1e3 / count;
  }

  /** Overall latency is the fifth number from the end of what the client says last. */
  private static double perftest(String transports, int length, int count)
      throws IOException, InterruptedException {
    Process server = perf(transports, List.of());
    List<String> asked =
        List.of("127.0.0.1", "-t", "ucp_get", "-s", length + "", "-n", count + "", "-f");
    long untilNs = System.nanoTime() + PATIENCE_NS;
    while (System.nanoTime() - untilNs < 0) {
      Process client = perf(transports, asked);
      String output =
          new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (client.waitFor() == 0) { // else the server does not listen yet
        server.destroyForcibly();
        String[] words = output.substring(output.lastIndexOf('\n') + 1).strip().split("\\s+", -1);
        return Double.parseDouble(words[words.length - 5]);
      }
    }
    throw new IllegalStateException("ucx_perftest does not run: apt install ucx-utils");
  }

  private static Process perf(String transports, List<String> more) throws IOException {
    List<String> command = new ArrayList<>(List.of("ucx_perftest", "-p", PORT + ""));
    command.addAll(more);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("UCX_TLS", transports);
    return builder.start();
  }

  @Override
  public void connected(Endpoint endpoint) {}

  @Override
  public void disconnected(Endpoint endpoint, String why) {
    throw new IllegalStateException(why);
  }

  @Override
  public void received(Endpoint endpoint, MemorySegment message) {}

  @Override
  public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {
    if (status != OperationStatus.DONE) {
      throw new IllegalStateException("a read ended as " + status);
    }
    completed++;
  }
}
