// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Lists on the wire: a u32 count, then the items. */
final class Items {
  private Items() {}

  static <T> void write(FrameWriter writer, List<T> items, BiConsumer<FrameWriter, T> encoder) {
    int count = items.size();
    if (count > MessageLimits.MAX_ITEMS) {
      throw new InvalidRequestException(
          count
              + " items in one message; at most "
              + MessageLimits.MAX_ITEMS
              + " are allowed: split the call into smaller ones");
    }
    writer.putU32(count);
    for (int i = 0; i < count; i++) {
      encoder.accept(writer, items.get(i));
    }
  }

  static <T> List<T> read(FrameReader reader, int itemLength, Function<FrameReader, T> decoder) {
    int count = readCount(reader, itemLength);
    if (count == 1) {
      return List.of(decoder.apply(reader));
    }
    List<T> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(decoder.apply(reader));
    }
    return List.copyOf(items);
  }

  static int readCount(FrameReader reader, int itemLength) {
    int count = reader.getCount(itemLength);
    if (count > MessageLimits.MAX_ITEMS) {
      throw ProtocolMismatchException.of(
          reader.type() + " count", count, "at most " + MessageLimits.MAX_ITEMS);
    }
    return count;
  }

  static void writeIds(FrameWriter writer, List<ObjectId> ids) {
    write(writer, ids, FrameWriter::putId);
  }

  static void writeTexts(FrameWriter writer, List<String> texts) {
    write(writer, texts, (to, text) -> to.putString(text, MessageLimits.MAX_TEXT_LENGTH));
  }

  static List<String> readTexts(FrameReader reader) {
    return read(reader, Short.BYTES, from -> from.getString(MessageLimits.MAX_TEXT_LENGTH));
  }

  static List<ObjectId> readIds(FrameReader reader) {
    return read(reader, ObjectId.LENGTH, FrameReader::getId);
  }
}
