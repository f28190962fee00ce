// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import io.tokamak.fabric.ucx.UcxSupport;
import io.tokamak.memory.os.SystemMemory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at this machine with the eyes of somebody who wants to run Tokamak on it. It changes
 * nothing. For one thread; takes some seconds at most.
 */
public final class Doctor {
  private final Map<String, List<Check>> checks = new LinkedHashMap<>();

  /** With all checks of this machine. */
  public Doctor() {
    this(Machine.here());
  }

  Doctor(Machine machine) {
    UcxSettings settings = UcxSettings.here();
    add("java", JavaCheck.here());
    add(
        "memory",
        new MemoryCheck(() -> SystemMemory.ofThisMachine().availableBytes()),
        new SharedMemoryCheck(machine.path("dev/shm"), SharedMemoryCheck.Room::ofMount),
        new HugePagesCheck(machine),
        new LockedMemoryCheck(machine));
    add(
        "rdma",
        new UcxCheck(machine, UcxSupport::look, settings),
        settings,
        new RdmaCheck(machine, settings),
        new NumaCheck(machine));
    add(
        "fabrics",
        new SelfTest("shm", FabricPairs::shm, "see /dev/shm above; nodes of one machine use tcp"),
        new SelfTest("tcp", FabricPairs::tcp, "is the loopback interface up? (ip link set lo up)"),
        Doctor::ucx);
  }

  /** Without RDMA nodes do not use it, so there is nothing to say. */
  private static List<Finding> ucx() {
    return UcxSupport.look().hasRdma()
        ? new SelfTest(
                "ucx", FabricPairs::ucx, "see the devices above; nodes use tcp until it works")
            .look()
        : List.of();
  }

  /** Looks at the way to another node, too. */
  public Doctor withPeer(Peer peer) {
    add("peer", new PeerCheck(peer, new TcpGreeting(peer)));
    return this;
  }

  private void add(String topic, Check... some) {
    checks.computeIfAbsent(topic, none -> new ArrayList<>()).addAll(List.of(some));
  }

  /** Looks at everything, one after the other. */
  public Examination examine() {
    List<Examination.Topic> topics = new ArrayList<>();
    checks.forEach((name, some) ->
        topics.add(
            new Examination.Topic(
                name, some.stream().flatMap(check -> found(name, check).stream()).toList())));
    return new Examination(topics);
  }

  /** A check that fails is a finding like others, and ends nothing. */
  static List<Finding> found(String topic, Check check) {
    try {
      return check.look();
    } catch (RuntimeException e) {
      return List.of(
          Finding.better(
              topic, "could not be looked at: " + e, "please report it with the version of Linux"));
    }
  }
}
