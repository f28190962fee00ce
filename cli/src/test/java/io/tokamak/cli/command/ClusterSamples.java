// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.client.ClusterStatus;
import io.tokamak.client.NodeId;
import io.tokamak.client.NodeView;
import io.tokamak.client.TransferInfo;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.message.TransferState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cluster as a client sees it, made up. */
final class ClusterSamples {
  static final ObjectId ID = ObjectId.fromHex("000102030405060708090a0b0c0d0e0f10111213");
  static final NodeId A = new NodeId(0xaaaabbbbccccdddL, 7);
  static final NodeId B = new NodeId(0x1234567890abcdefL, 8);

  private ClusterSamples() {}

  static List<NodeView> nodes() {
    return List.of(
        new NodeView(A, "left", 1 << 30, true, "", List.of(), List.of("tcp://10.0.0.1:7420")),
        new NodeView(
            B,
            "right",
            512 << 20,
            false,
            "tcp",
            List.of("shm: another machine"),
            List.of("tcp://10.0.0.2:7420", "shm://x")));
  }

  static NodeNames names() {
    return new NodeNames(nodes());
  }

  static TransferInfo transfer() {
    Map<String, Duration> phases = new LinkedHashMap<>();
    phases.put("handshake", Duration.ofNanos(40_500));
    phases.put("copy", Duration.ofNanos(2_000));
    return new TransferInfo(
        12,
        ID,
        B,
        true,
        "tcp",
        "eager",
        "cheapest for 1 KiB",
        TransferState.DONE,
        1024,
        2,
        0,
        1,
        2,
        1,
        Instant.EPOCH,
        Duration.ofNanos(42_500),
        phases);
  }

  static ClusterStatus status(ClusterStatus.DirectoryView directory) {
    return new ClusterStatus(A, "left", directory, Map.of("fetches", 3L));
  }
}
