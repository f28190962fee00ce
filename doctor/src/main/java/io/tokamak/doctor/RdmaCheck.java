// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import io.tokamak.memory.os.RdmaDevice;
import io.tokamak.memory.os.RdmaPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * RDMA devices and their ports: links, addresses, permissions. A machine without any is as well,
 * unless it has a card that no driver serves.
 *
 * @param machine where to look
 * @param settings what UCX is told of addresses
 */
record RdmaCheck(Machine machine, UcxSettings settings) implements Check {
  private static final String NAME = "rdma devices";
  private static final String PCI = "sys/bus/pci/devices";
  private static final String MELLANOX = "0x15b3";
  private static final String INFINIBAND_CLASS = "0x0207";
  private static final String NETWORK_CLASS = "0x02";

  @Override
  public List<Finding> look() {
    List<RdmaDevice> devices = machine.devices();
    if (devices.isEmpty()) {
      return List.of(none());
    }
    boolean anyActive = devices.stream().anyMatch(RdmaDevice::isActive);
    boolean anyUsable = devices.stream().anyMatch(RdmaCheck::isUsable);
    List<Finding> findings = new ArrayList<>();
    for (RdmaDevice device : devices) {
      findings.add(access(device, anyUsable));
      device.ports().forEach(port -> findings.add(port(device, port, anyActive)));
    }
    return findings;
  }

  private Finding none() {
    Optional<Path> idle = machine.children(PCI).stream().filter(this::isRdmaCard).findFirst();
    return idle.map(card ->
            Finding.better(
                NAME,
                "none, but there is a card at " + card.getFileName() + " that could be one",
                "load its driver (modprobe mlx5_ib ib_uverbs; package rdma-core), and look with"
                    + " `rdma link`"))
        .orElseGet(
            () -> Finding.ok(NAME, "none; nodes of different machines reach each other by TCP"));
  }

  private boolean isRdmaCard(Path card) {
    String kind = text(card.resolve("class"));
    return kind.startsWith(INFINIBAND_CLASS)
        || (kind.startsWith(NETWORK_CLASS) && text(card.resolve("vendor")).equals(MELLANOX));
  }

  private String text(Path file) {
    return machine.text(machine.root().relativize(file).toString()).orElse("");
  }

  private static boolean isUsable(RdmaDevice device) {
    return device.verbs().filter(RdmaCheck::mayBeUsed).isPresent();
  }

  private static boolean mayBeUsed(Path verbs) {
    return Files.isReadable(verbs) && Files.isWritable(verbs);
  }

  /** One that cannot be used is no drama while another one can, as in a container given one. */
  private static Finding access(RdmaDevice device, boolean anyUsable) {
    String name = device.name();
    if (isUsable(device)) {
      return Finding.ok(name, "usable through " + device.verbs().get());
    }
    Finding obstacle = obstacle(device);
    return anyUsable ? Finding.better(name, obstacle.found(), obstacle.remedy()) : obstacle;
  }

  private static Finding obstacle(RdmaDevice device) {
    String name = device.name();
    if (device.verbs().isEmpty()) {
      return Finding.missing(
          name,
          "no program can use it: the kernel offers no verbs",
          "modprobe ib_uverbs (package rdma-core does it at each start)");
    }
    Path verbs = device.verbs().get();
    return Files.exists(verbs)
        ? Finding.missing(
            name,
            "this user may not use " + verbs,
            "put the user into the group of the file (ls -l " + verbs + "), often rdma")
        : Finding.missing(
            name,
            verbs + " is not here",
            "in a container: docker run --device=/dev/infiniband --ulimit memlock=-1");
  }

  /** A port that is down is no drama while another one works. */
  private Finding port(RdmaDevice device, RdmaPort port, boolean anyActive) {
    String name = device.name() + " port " + port.number();
    if (port.isActive()) {
      return active(name, port);
    }
    String found = "link is " + port.state().toLowerCase(Locale.ROOT);
    return anyActive
        ? Finding.better(name, found, remedy(port))
        : Finding.missing(name, found, remedy(port));
  }

  private static String remedy(RdmaPort port) {
    if (port.isEthernet()) {
      String network = port.gids().stream().findFirst().map(RdmaPort.Gid::network).orElse("");
      return "check cable and switch; ip link set "
          + (network.isEmpty() ? "INTERFACE" : network)
          + " up";
    }
    return port.state().equals("INIT")
        ? "no subnet manager has seen it: start opensm on one machine of the network"
        : "check cable and switch (ibstat, iblinkinfo)";
  }

  private Finding active(String name, RdmaPort port) {
    String found = "up, " + port.rate() + ", " + port.linkLayer();
    Optional<RdmaPort.Gid> best = port.bestGid();
    if (!port.isEthernet()) {
      return Finding.ok(name, found);
    }
    if (best.isEmpty()) {
      return Finding.missing(
          name, found + ", no address", "give its network interface an address: ip address add …");
    }
    if (settings.gidIndex().isPresent()) {
      return chosen(name, port, settings.gidIndex().getAsInt());
    }
    found = "up, %s, %s".formatted(port.rate(), described(best.get()));
    return best.get().isLinkLocal() || !best.get().type().equals("RoCE v2")
        ? Finding.better(
            name,
            found,
            "an IPv4 address on the network interface gives a RoCE v2 address that routers know")
        : Finding.ok(name, found);
  }

  /** Whoever chose an address by its number knows why; one that is not there is of no use. */
  private static Finding chosen(String name, RdmaPort port, int index) {
    String why = "as UCX_IB_GID_INDEX says";
    return port.gids().stream()
        .filter(gid -> gid.index() == index)
        .findFirst()
        .map(gid -> Finding.ok(name, "up, %s, %s, %s".formatted(port.rate(), described(gid), why)))
        .orElseGet(() ->
            Finding.missing(
                name,
                "up, %s, without GID %d, %s".formatted(port.rate(), index, why),
                "unset UCX_IB_GID_INDEX, or choose among "
                    + port.gids().stream().map(RdmaPort.Gid::index).toList()));
  }

  private static String described(RdmaPort.Gid gid) {
    return "%s, GID %d %s%s"
        .formatted(
            gid.type(),
            gid.index(),
            gid.text(),
            gid.network().isEmpty() ? "" : " (" + gid.network() + ")");
  }
}
