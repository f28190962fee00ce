// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * DELETE: delete these objects. The body has 8 bytes, and then 20 for each id:
 *
 * <pre>
 *   0  count     u32
 *   4  reserved  u32  0
 *   8  ids
 * </pre>
 *
 * <p>DELETED: how many of them were there. The body has 8 bytes:
 *
 * <pre>
 *   0  copies    u32
 *   4  failed    u32  1: the store of the node did not answer
 * </pre>
 */
public final class Deletion {
  /** Bytes of the body before the ids. */
  public static final int LENGTH = 8;

  private Deletion() {}

  /** How many ids there can be in a message of so many bytes. */
  public static int most(int messageBytes) {
    return (messageBytes - Fields.BODY - LENGTH) / ObjectId.LENGTH;
  }

  /** Writes DELETE; returns its length. */
  public static int write(MemorySegment message, long number, List<ObjectId> ids) {
    int entries = ids.size() * ObjectId.LENGTH;
    int length = Fields.begin(message, TransferType.DELETE, LENGTH, entries, number);
    Fields.u32(message, 0, ids.size());
    for (int i = 0; i < ids.size(); i++) {
      ids.get(i).writeTo(message, length + (long) i * ObjectId.LENGTH);
    }
    return length + entries;
  }

  /** The ids of a DELETE. */
  public static List<ObjectId> ids(MemorySegment message) {
    Fields.atLeast(message, LENGTH, TransferType.DELETE);
    int count = Fields.count(message, 0, LENGTH, ObjectId.LENGTH, TransferType.DELETE);
    List<ObjectId> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ids.add(ObjectId.read(message, Fields.BODY + LENGTH + (long) i * ObjectId.LENGTH));
    }
    return ids;
  }

  /** Writes DELETED; returns its length. */
  public static int writeDone(MemorySegment message, long number, int copies) {
    int length = Fields.begin(message, TransferType.DELETED, LENGTH, 0, number);
    Fields.u32(message, 0, copies);
    return length;
  }

  /** Writes DELETED of a node whose store did not answer; returns its length. */
  public static int writeFailed(MemorySegment message, long number) {
    int length = writeDone(message, number, 0);
    Fields.u32(message, 4, 1);
    return length;
  }

  /** Whether a DELETED says that nothing could be deleted. */
  public static boolean hasFailed(MemorySegment message) {
    Fields.exactly(message, LENGTH, TransferType.DELETED);
    return Fields.u32(message, 4) != 0;
  }

  /** The copies of a DELETED. */
  public static int copies(MemorySegment message) {
    Fields.exactly(message, LENGTH, TransferType.DELETED);
    int copies = Fields.u32(message, 0);
    if (copies < 0) {
      throw Fields.bad(TransferType.DELETED, "copies", copies, "0 or more");
    }
    return copies;
  }
}
