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
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a read costs through this fabric, beside the same reads in C ({@code
 * src/test/c/get_baseline.c}): the same transports, features and memory, one read at a time, in
 * turns. The peer polls where its help is needed; where cards read by themselves it sleeps, and
 * {@code ucx_perftest}, whose peer does so always, is a third. A program, not a test: see
 * docs/ucx-fabric.md.
 */
@SuppressWarnings("ThreadPriorityCheck") // yields while it waits for the other node
final class GetBench implements FabricListener {
  private static final int ROUNDS = 5;
  private static final int[] LENGTHS = {4 << 10, 1 << 20};
  private static final int[] COUNTS = {5_000, 200};
  private static final Path SOURCE = Path.of("src/test/c/get_baseline.c");
  private static final long PATIENCE_NS = 60_000_000_000L;

  /** Of both nodes; the virtual machines compile meanwhile. */
  private static final long WARM_UP_NS = 2_000_000_000L;

  private final UcxFabric fabric;
  private final MemoryRegion target;
  private final long beganNs = System.nanoTime();
  private boolean connected;
  private long completed;

  private GetBench(UcxFabric fabric, Arena arena) {
    this.fabric = fabric;
    target = fabric.register(arena.allocate(ChildNode.LENGTH, 4096), MemoryRegion.Access.LOCAL);
  }

  /** Measures 4 KiB and 1 MiB; the argument is the transports, such as {@code tcp}. */
  public static void main(String[] arguments) throws Exception {
    String transports = arguments.length > 0 ? arguments[0] : "tcp";
    Path baseline = compile();
    double[][] ours = new double[LENGTHS.length][ROUNDS];
    double[][] theirs = new double[LENGTHS.length][ROUNDS];
    double[][] tool = new double[LENGTHS.length][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      double[] own = own(transports);
      for (int i = 0; i < LENGTHS.length; i++) {
        ours[i][round] = own[i];
        theirs[i][round] = baseline(baseline, transports, LENGTHS[i], COUNTS[i]);
        tool[i][round] = isIdle(transports) ? perftest(transports, LENGTHS[i], COUNTS[i]) : 0;
      }
    }
    for (int i = 0; i < LENGTHS.length; i++) {
      System.out.println(Arrays.toString(ours[i]) + " us, C " + Arrays.toString(theirs[i]));
      System.out.println("ucx_perftest " + Arrays.toString(tool[i]));
    }
    System.out.printf("%-10s %14s %14s %8s%n", "bytes", "tokamak us", "peer's us", "ratio");
    for (int i = 0; i < LENGTHS.length; i++) {
      print(LENGTHS[i], median(ours[i]), "C", median(theirs[i]));
      if (isIdle(transports)) {
        print(LENGTHS[i], median(ours[i]), "ucx_perftest", median(tool[i]));
      }
    }
  }

  private static void print(int length, double own, String name, double bare) {
    System.out.printf("%-10d %14.2f %14.2f %8.2f %s%n", length, own, bare, own / bare, name);
  }

  /** Where cards read, the other node has nothing to do, and may keep the processor from this. */
  private static boolean isIdle(String transports) {
    return UcxOptions.isRdma(transports);
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
        UcxFabric fabric = new UcxFabric(new NodeRef(1, 1), options, seldom())) {
      GetBench bench = new GetBench(fabric, arena);
      while (!Files.exists(file)) {
        Thread.yield(); // the other may need this very processor
      }
      Endpoint endpoint = bench.connect(new FabricAddress(UcxFabric.NAME, Files.readString(file)));
      double[] micros = new double[LENGTHS.length];
      for (int i = 0; i < LENGTHS.length; i++) {
        RemotePointer from = new RemotePointer(ChildNode.SELF.epoch(), 0, 1, 0, LENGTHS[i]);
        bench.warmUp(endpoint, from);
        micros[i] = bench.micros(endpoint, from, COUNTS[i]);
      }
      return micros;
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  /**
   * A clock that is read each 64th time: where it is a system call, as in the guest, it would take
   * as long as the read, and none of it is in the binding to UCX.
   */
  private static LongSupplier seldom() {
    return new LongSupplier() {
      private int asked;
      private long nowNs;

      @Override
      public long getAsLong() {
        if (asked++ % 64 == 0) {
          nowNs = System.nanoTime();
        }
        return nowNs;
      }
    };
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
            transports,
            isIdle(transports) ? "idle" : "busy")
        .inheritIO()
        .start();
  }

  /** Again, if need be: where both nodes share a slow processor the first handshake takes long. */
  private Endpoint connect(FabricAddress address) {
    long deadlineNs = System.nanoTime() + PATIENCE_NS;
    Endpoint endpoint = fabric.connect(ChildNode.SELF, address, deadlineNs);
    while (endpoint.state() != Endpoint.State.READY) {
      if (endpoint.state() == Endpoint.State.CLOSED) {
        endpoint = fabric.connect(ChildNode.SELF, address, deadlineNs);
      }
      fabric.poll(this);
      Thread.yield();
    }
    connected = true;
    return endpoint;
  }

  private void warmUp(Endpoint endpoint, RemotePointer from) {
    long beganNs = System.nanoTime();
    while (System.nanoTime() - beganNs < WARM_UP_NS) {
      micros(endpoint, from, 100);
    }
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

  private static Path compile() throws IOException, InterruptedException {
    Path program = Files.createTempDirectory("tokamak-get").resolve("get_baseline");
    Process gcc =
        new ProcessBuilder(
                "gcc", "-O2", "-o", program.toString(), SOURCE.toString(), "-lucp", "-lucs")
            .inheritIO()
            .start();
    if (gcc.waitFor() != 0) {
      throw new IllegalStateException("no baseline: apt install gcc libucx-dev");
    }
    return program;
  }

  private static double baseline(Path program, String transports, int length, int count)
      throws IOException, InterruptedException {
    ProcessBuilder builder = with(transports, program.toString(), length + "", count + "");
    if (isIdle(transports)) {
      builder.environment().put("GET_IDLE", "1");
    }
    String output = outputOf(builder.start());
    return Double.parseDouble(output.substring(output.lastIndexOf(' ') + 1));
  }

  /** The average of all its reads, as that is what it says last. */
  private static double perftest(String transports, int length, int count)
      throws IOException, InterruptedException {
    String[] command = {
      "ucx_perftest",
      "-t",
      "ucp_get",
      "-s",
      length + "",
      "-n",
      count + "",
      "-w",
      "50",
      "-p",
      "13444"
    };
    Process server = with(transports, command).start();
    try {
      String[] client = Arrays.copyOf(command, command.length + 1);
      client[command.length] = "127.0.0.1";
      String output = connected(client, transports, server);
      String[] last = output.substring(output.lastIndexOf("Final:")).split("\\s+", -1);
      return Double.parseDouble(last[4]);
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  /** What the client says once the server listens, of which the server itself says nothing. */
  private static String connected(String[] client, String transports, Process server)
      throws IOException, InterruptedException {
    while (server.isAlive()) {
      Process process = with(transports, client).start();
      byte[] output = process.getInputStream().readAllBytes();
      if (process.waitFor() == 0) {
        return new String(output, StandardCharsets.UTF_8);
      }
    }
    throw new IllegalStateException("ucx_perftest did not serve");
  }

  private static ProcessBuilder with(String transports, String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("UCX_TLS", transports);
    UcxWorld.options()
        .withTransports(transports)
        .effective(environment, false, Map.of())
        .forEach((name, value) -> environment.put("UCX_" + name, value));
    return builder;
  }

  private static String outputOf(Process process) throws IOException, InterruptedException {
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(output);
    }
    return output;
  }

  @Override
  public void connected(Endpoint endpoint) {}

  @Override
  public void disconnected(Endpoint endpoint, String why) {
    if (connected || System.nanoTime() - beganNs > PATIENCE_NS) {
      throw new IllegalStateException(why);
    }
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
