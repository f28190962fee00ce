// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.service.MessageHeader;
import io.tokamak.transfer.Chain;
import io.tokamak.transfer.Place;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * BROADCAST: fetch this object of mine, from others who fetch it now. The body has 64 bytes, and
 * then 16 for each parent, the nearest first:
 *
 * <pre>
 *   0  count     u32
 *   4  patience  u32  milliseconds
 *   8  checksum  u32  CRC32C of data, padding and metadata
 *  12  reserved  u32  0
 *  16  object    id, metadata length, offset, data length, entry, generation
 *  64  parents   node u64, epoch u64
 * </pre>
 */
public record Broadcast(long number, int patienceMs, ObjectId id, Place place, Chain chain) {
  /** Bytes of the body before the parents. */
  public static final int LENGTH = 16 + Places.LENGTH;

  private static final int OBJECT = 16;
  private static final int PARENT_LENGTH = 16;

  /** Writes the message; returns its length. */
  public int write(MemorySegment message) {
    int parents = chain.parents().size() * PARENT_LENGTH;
    int length = Fields.begin(message, TransferType.BROADCAST, LENGTH, parents, number);
    Fields.u32(message, 0, chain.parents().size());
    Fields.u32(message, 4, patienceMs);
    Fields.u32(message, 8, chain.checksum());
    Places.write(message, OBJECT, id, place);
    int at = LENGTH;
    for (NodeRef parent : chain.parents()) {
      Fields.u64(message, at, parent.node());
      Fields.u64(message, at + Long.BYTES, parent.epoch());
      at += PARENT_LENGTH;
    }
    return length + parents;
  }

  /** Reads one. */
  public static Broadcast read(MemorySegment message) {
    TransferType type = TransferType.BROADCAST;
    Fields.atLeast(message, LENGTH, type);
    int count = Fields.count(message, 0, LENGTH, PARENT_LENGTH, type);
    List<NodeRef> parents = new ArrayList<>(count);
    for (int at = LENGTH; at < LENGTH + count * PARENT_LENGTH; at += PARENT_LENGTH) {
      parents.add(parent(message, at));
    }
    return new Broadcast(
        MessageHeader.correlation(message),
        Math.max(0, Fields.u32(message, 4)),
        Places.id(message, OBJECT),
        Places.read(message, OBJECT, type),
        new Chain(parents, Fields.u32(message, 8)));
  }

  private static NodeRef parent(MemorySegment message, int at) {
    long node = Fields.u64(message, at);
    if (node == 0) {
      throw Fields.bad(TransferType.BROADCAST, "parent", 0, "a node's id, which is never 0");
    }
    return new NodeRef(node, Fields.u64(message, at + Long.BYTES));
  }
}
