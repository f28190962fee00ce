// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory;

import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.wire.error.ProtocolMismatchException;
import java.lang.foreign.MemorySegment;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A node as bytes, little-endian. A text is a u16 length, then UTF-8.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                             node                              |  0
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                             epoch                             |  8
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                        capacity, bytes                        | 16
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                       number of offers                        | 24
 * +---------------------------------------------------------------+
 * /      name, text; then each offer: fabric, text; location,     / 28
 * /   text; pointer to data, 32 bytes; pointer to table, 32 bytes /
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class NodeInfoCodec {
  /** Offers of one node. */
  public static final int MAX_OFFERS = 64;

  private static final int FIXED_LENGTH = 28;
  private static final int MAX_TEXT_LENGTH = 65_535;

  private NodeInfoCodec() {}

  /** The bytes of a node. Throws {@link IllegalArgumentException} when it has too much to say. */
  public static byte[] encode(NodeInfo node) {
    if (node.offers().size() > MAX_OFFERS) {
      throw new IllegalArgumentException(
          "node with %d offers, expected %d at most".formatted(node.offers().size(), MAX_OFFERS));
    }
    List<byte[]> texts = texts(node);
    int textLength = texts.stream().mapToInt(text -> 2 + text.length).sum();
    int length = FIXED_LENGTH + textLength + node.offers().size() * 2 * RemotePointer.LENGTH;
    ByteBuffer target = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    target.putLong(node.ref().node()).putLong(node.ref().epoch());
    target.putLong(node.capacityBytes()).putInt(node.offers().size());
    put(target, texts.getFirst());
    for (int i = 0; i < node.offers().size(); i++) {
      put(target, texts.get(1 + 2 * i));
      put(target, texts.get(2 + 2 * i));
      put(target, node.offers().get(i).data());
      put(target, node.offers().get(i).table());
    }
    return target.array();
  }

  private static List<byte[]> texts(NodeInfo node) {
    List<byte[]> texts = new ArrayList<>();
    texts.add(text(node.name()));
    for (FabricOffer offer : node.offers()) {
      texts.add(text(offer.address().fabric()));
      texts.add(text(offer.address().location()));
    }
    return texts;
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_TEXT_LENGTH) {
      throw new IllegalArgumentException(
          "node with a text of %d bytes, expected %d at most"
              .formatted(bytes.length, MAX_TEXT_LENGTH));
    }
    return bytes;
  }

  private static void put(ByteBuffer target, byte[] text) {
    target.putShort((short) text.length).put(text);
  }

  private static void put(ByteBuffer target, RemotePointer pointer) {
    pointer.write(MemorySegment.ofBuffer(target), 0);
    target.position(target.position() + RemotePointer.LENGTH);
  }

  /** The node with these bytes. Throws {@link ProtocolMismatchException} when they are none. */
  public static NodeInfo decode(byte[] bytes) {
    ByteBuffer source = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      NodeInfo node = node(source);
      if (source.hasRemaining()) {
        throw ProtocolMismatchException.of("bytes after a node", source.remaining(), "0");
      }
      return node;
    } catch (BufferUnderflowException | IllegalArgumentException bad) {
      throw new ProtocolMismatchException(
          "node: found %d bytes that are none: %s".formatted(bytes.length, bad), bad);
    }
  }

  private static NodeInfo node(ByteBuffer source) {
    NodeRef ref = new NodeRef(source.getLong(), source.getLong());
    long capacityBytes = source.getLong();
    int offers = source.getInt();
    if (offers < 0 || offers > MAX_OFFERS) {
      throw ProtocolMismatchException.of("offers of a node", offers, "0 to " + MAX_OFFERS);
    }
    String name = takeText(source);
    List<FabricOffer> list = new ArrayList<>(offers);
    for (int i = 0; i < offers; i++) {
      list.add(
          new FabricOffer(
              new FabricAddress(takeText(source), takeText(source)),
              takePointer(source),
              takePointer(source)));
    }
    return new NodeInfo(ref, name, capacityBytes, list);
  }

  private static String takeText(ByteBuffer source) {
    byte[] text = new byte[Short.toUnsignedInt(source.getShort())];
    source.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static RemotePointer takePointer(ByteBuffer source) {
    byte[] pointer = new byte[RemotePointer.LENGTH];
    source.get(pointer);
    return RemotePointer.read(MemorySegment.ofArray(pointer), 0);
  }
}
