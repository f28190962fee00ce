// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.ranks.launch;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.ChildProcess;
import io.tokamak.benchmarks.harness.Programs;
import io.tokamak.benchmarks.harness.WorkDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A network for each rank, and one with a bridge between them, to which each has a pair of veth
 * devices. The networks have no names: each lives as long as a process in it, and the devices as
 * long as their network, so the kernel itself takes everything away when the processes end. The
 * network of this machine is not touched.
 */
public final class Namespaces {
  private static final String HUB =
      """
      ip link set lo up && ip link add hub type bridge && ip link set hub up || exit
      : >"$1"
      exec sleep infinity
      """;

  /** Waits for its devices, then becomes the program. */
  private static final String INSIDE =
      """
      : >"$1"
      shift
      read -r go && exec "$@"
      """;

  private static final String CONNECT =
      """
      hub=/proc/$1/ns/net rank=/proc/$2/ns/net device=$3 address=$4 rate=$5
      nsenter --net="$hub" ip link add "$device" type veth peer name eth0 netns "$2"
      nsenter --net="$hub" ip link set "$device" master hub up
      nsenter --net="$rank" ip link set lo up
      nsenter --net="$rank" ip address add "$address/16" dev eth0
      nsenter --net="$rank" ip link set eth0 up
      [ -n "$rate" ] || exit 0
      nsenter --net="$hub" tc qdisc add dev "$device" root tbf rate "$rate" burst 256k latency 50ms
      nsenter --net="$rank" tc qdisc add dev eth0 root tbf rate "$rate" burst 256k latency 50ms
      """;

  private static final int NUMBERS = 250;
  private static final long DEADLINE_NS = 10_000_000_000L;
  private static final long RETRY_NS = 2_000_000;

  private final ChildProcess hub;
  private final String rate;

  private Namespaces(ChildProcess hub, String rate) {
    this.hub = hub;
    this.rate = rate;
  }

  /**
   * Makes the network between the ranks.
   *
   * @param rate of each rank's link in both directions, as tc has it, such as 1gbit; empty: as fast
   *     as it goes
   */
  public static Namespaces open(WorkDirectory directory, Optional<String> rate) {
    require("unshare", "util-linux");
    require("nsenter", "util-linux");
    require("ip", "iproute2");
    rate.ifPresent(any -> require("tc", "iproute2"));
    Path ready = directory.path().resolve("hub.ready");
    List<String> command = List.of("unshare", "--net", "sh", "-c", HUB, "sh", ready.toString());
    ChildProcess hub =
        directory.add(
            ChildProcess.start("the network", command, directory.path().resolve("hub.log")));
    await(ready, hub::isAlive, () -> "networks of their own need root: " + hub.lastWords());
    return new Namespaces(hub, rate.orElse(""));
  }

  private static void require(String program, String from) {
    if (Programs.installed(program).isEmpty()) {
      throw new BenchException(
          "networks of their own need " + program + ": sudo apt-get install " + from);
    }
  }

  private interface Complaint {
    String text();
  }

  private static void await(Path file, BooleanSupplier alive, Complaint complaint) {
    long deadlineNs = System.nanoTime() + DEADLINE_NS;
    while (!Files.exists(file)) {
      if (!alive.getAsBoolean() || System.nanoTime() - deadlineNs > 0) {
        throw new BenchException(complaint.text());
      }
      LockSupport.parkNanos(RETRY_NS);
    }
  }

  /** The address of a rank in its network. */
  String address(int rank) {
    return "10.99.%d.%d".formatted(rank / NUMBERS, rank % NUMBERS + 1);
  }

  /**
   * A command in a network of its own. It does not begin before {@link #connect}.
   *
   * @param ready a file that is there when the network is
   */
  static List<String> inside(Path ready, List<String> command) {
    List<String> whole =
        new ArrayList<>(List.of("unshare", "--net", "sh", "-c", INSIDE, "sh", ready.toString()));
    whole.addAll(command);
    return whole;
  }

  /** Gives the network of this process its devices, and lets it begin. */
  void connect(int rank, Process process, Path ready) {
    await(ready, process::isAlive, () -> "rank " + rank + " has no network of its own");
    try {
      Process shell =
          new ProcessBuilder(
                  "sh",
                  "-ec",
                  CONNECT,
                  "sh",
                  String.valueOf(hub.pid()),
                  String.valueOf(process.pid()),
                  "rank" + rank,
                  address(rank),
                  rate)
              .redirectErrorStream(true)
              .start();
      String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!shell.waitFor(DEADLINE_NS, TimeUnit.NANOSECONDS) || shell.exitValue() != 0) {
        throw new BenchException("rank " + rank + " gets no devices: " + said.strip());
      }
      process.getOutputStream().write("go\n".getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new BenchException("rank " + rank + " gets no devices", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }
}
