// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.cluster;

import io.tokamak.fabric.NodeRef;
import io.tokamak.memory.os.ProcessIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;

/**
 * Who a node is in its cluster. The id is made of what stays the same when the node starts again
 * (the machine, the user, the socket), so no file has to keep it: a node that comes back is known
 * as the same one in another life, and what was known of the life before is void at once. The epoch
 * is the time of its start.
 */
final class NodeIdentity {
  private static final Path MACHINE = Path.of("/etc/machine-id");
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  /** Tells containers of one image apart. */
  private static final Path MOUNTS = Path.of("/proc/self/ns/mnt");

  private static final long NANOS = 1_000_000_000;

  private NodeIdentity() {}

  /** The node at this socket, which starts now. */
  static NodeRef of(Path socket, String listen) {
    List<String> marks =
        List.of(
            read(MACHINE),
            hostName(),
            mounts(),
            Integer.toUnsignedString(ProcessIdentity.currentUid()),
            socket.toString(),
            listen);
    return new NodeRef(hash(marks), epoch(Instant.now()));
  }

  /** The machine's name, for people. */
  static String hostName() {
    return read(HOST_NAME);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException none) {
      return "";
    }
  }

  private static String mounts() {
    try {
      return Files.readSymbolicLink(MOUNTS).toString();
    } catch (IOException hidden) {
      return "";
    }
  }

  /** Positive and not 0: readable, and no node that stands for nobody. */
  static long hash(List<String> marks) {
    try {
      byte[] text = String.join("\0", marks).getBytes(StandardCharsets.UTF_8);
      long hash = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text)).getLong();
      return Math.max(1, hash & Long.MAX_VALUE);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private static long epoch(Instant start) {
    return start.getEpochSecond() * NANOS + start.getNano();
  }
}
