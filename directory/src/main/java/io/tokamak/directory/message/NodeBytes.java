// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

import io.tokamak.directory.NodeInfo;
import io.tokamak.directory.NodeInfoCodec;
import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.fabric.service.MessageReader;
import io.tokamak.fabric.service.MessageWriter;
import io.tokamak.wire.error.ProtocolMismatchException;
import java.lang.foreign.MemorySegment;

/** A node within a message: a u16 length, then what {@link NodeInfoCodec} makes of it. */
final class NodeBytes {
  /** Bytes that a node may have, so that it fits into a message of any fabric. */
  static final int MOST_BYTES = 3072;

  private NodeBytes() {}

  static void check(NodeInfo node) {
    int length = NodeInfoCodec.encode(node).length;
    if (length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "node %s: found %d bytes of names and addresses, expected at most %d"
              .formatted(node.ref(), length, MOST_BYTES));
    }
  }

  /** Appends a node if there is room for it. */
  static boolean put(MessageWriter to, NodeInfo node) {
    byte[] bytes = NodeInfoCodec.encode(node);
    if (to.room() < Short.BYTES + bytes.length) {
      return false;
    }
    to.putU16(bytes.length);
    to.putBytes(MemorySegment.ofArray(bytes));
    return true;
  }

  static NodeInfo get(MessageReader from) {
    int length = from.getU16();
    if (length > MOST_BYTES) {
      throw new BadMessageException(
          "found a node of %d bytes, expected at most %d".formatted(length, MOST_BYTES));
    }
    try {
      return NodeInfoCodec.decode(from.getBytes(length));
    } catch (ProtocolMismatchException bad) {
      throw new BadMessageException(String.valueOf(bad.getMessage()));
    }
  }
}
