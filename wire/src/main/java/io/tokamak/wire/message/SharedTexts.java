// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Nodes and texts that the items of a reply name by their numbers, so that ten thousand outcomes of
 * one kind fit in a frame.
 *
 * @param nodes the nodes
 * @param texts the texts, each at most {@link MessageLimits#MAX_TEXT_LENGTH} bytes of UTF-8
 */
public record SharedTexts(List<NodeKey> nodes, List<String> texts) {
  /** Stands for all texts for which there is no room. */
  public static final String NO_ROOM = "(no room for this text: ask for fewer objects at once)";

  private static final int MAX_NODES = 2_000;
  private static final int MAX_TEXTS = 10_000;
  private static final int MAX_TEXTS_LENGTH = 160 << 10;

  /** Copies the lists. */
  public SharedTexts {
    nodes = List.copyOf(nodes);
    texts = List.copyOf(texts);
  }

  /**
   * The node of this number.
   *
   * @throws ProtocolMismatchException when there is none
   */
  public NodeKey node(int number) {
    return at(nodes, number, "node of a reply");
  }

  /**
   * The text of this number.
   *
   * @throws ProtocolMismatchException when there is none
   */
  public String text(int number) {
    return at(texts, number, "text of a reply");
  }

  private static <T> T at(List<T> all, int number, String what) {
    if (number >= all.size()) {
      throw ProtocolMismatchException.of(what, number, "less than " + all.size());
    }
    return all.get(number);
  }

  void encode(FrameWriter writer) {
    Items.write(writer, nodes, (to, node) -> node.encode(to));
    Items.writeTexts(writer, texts);
  }

  static SharedTexts decode(FrameReader reader) {
    return new SharedTexts(
        Items.read(reader, NodeKey.ENCODED_LENGTH, NodeKey::decode), Items.readTexts(reader));
  }

  /** Gives numbers to what items name. For one reply and one thread. */
  public static final class Builder {
    private final Map<NodeKey, Integer> nodes = new HashMap<>();
    private final Map<String, Integer> texts = new HashMap<>();
    private final List<NodeKey> nodeList = new ArrayList<>();
    private final List<String> textList = new ArrayList<>();
    private long textsLength;

    /** With nothing in it. */
    public Builder() {}

    /** The number of a node. */
    public int node(NodeKey node) {
      Integer known = nodes.get(node);
      if (known != null) {
        return known;
      }
      int number = Math.min(nodeList.size(), MAX_NODES);
      nodes.put(node, number);
      nodeList.add(node);
      return number;
    }

    /** The number of a text, which is cut to what is allowed. */
    public int text(String text) {
      Integer known = texts.get(text);
      if (known != null) {
        return known;
      }
      return hasRoom() || text.equals(NO_ROOM) ? add(text, MessageLimits.cut(text)) : text(NO_ROOM);
    }

    private boolean hasRoom() {
      return textsLength < MAX_TEXTS_LENGTH && textList.size() < MAX_TEXTS;
    }

    private int add(String text, String cut) {
      textsLength += cut.getBytes(StandardCharsets.UTF_8).length + Short.BYTES;
      texts.put(text, textList.size());
      textList.add(cut);
      return textList.size() - 1;
    }

    /** All that got a number. */
    public SharedTexts build() {
      return new SharedTexts(nodeList, textList);
    }
  }
}
