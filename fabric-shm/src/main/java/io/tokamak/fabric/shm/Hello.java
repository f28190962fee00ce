// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.NodeRef;
import io.tokamak.memory.os.FileIdentity;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What both sides say of themselves: the payload of HELLO and WELCOME, little-endian.
 *
 * <pre>
 *   0  node              u64  who speaks
 *   8  epoch             u64
 *  16  expected node     u64  who should be at the other end
 *  24  expected epoch    u64
 *  32  boot id           2 u64, the upper half first
 *  48  device            u64  of the table
 *  56  inode             u64
 *  64  path of the table
 * </pre>
 */
record Hello(NodeRef self, NodeRef expected, UUID bootId, FileIdentity table, String path) {
  /** Bytes before the path. */
  static final int LENGTH = 64;

  byte[] encode() {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    byte[] encoded = new byte[LENGTH + name.length];
    MemorySegment bytes = MemorySegment.ofArray(encoded);
    long[] words = {
      self.node(),
      self.epoch(),
      expected.node(),
      expected.epoch(),
      bootId.getMostSignificantBits(),
      bootId.getLeastSignificantBits(),
      table.device(),
      table.inode()
    };
    for (int i = 0; i < words.length; i++) {
      bytes.set(FrameHeader.U64, (long) i * Long.BYTES, words[i]);
    }
    System.arraycopy(name, 0, encoded, LENGTH, name.length);
    return encoded;
  }

  /** Reads a payload whose length is possible; throws {@link BadFrameException}. */
  static Hello decode(byte[] payload) {
    MemorySegment bytes = MemorySegment.ofArray(payload);
    return new Hello(
        node(bytes, 0),
        node(bytes, 16),
        new UUID(bytes.get(FrameHeader.U64, 32), bytes.get(FrameHeader.U64, 40)),
        new FileIdentity(bytes.get(FrameHeader.U64, 48), bytes.get(FrameHeader.U64, 56)),
        new String(payload, LENGTH, payload.length - LENGTH, StandardCharsets.UTF_8));
  }

  private static NodeRef node(MemorySegment bytes, long at) {
    long node = bytes.get(FrameHeader.U64, at);
    if (node == 0) {
      throw new BadFrameException("a node without an id");
    }
    return new NodeRef(node, bytes.get(FrameHeader.U64, at + Long.BYTES));
  }
}
