// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

import io.tokamak.directory.Location;
import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.fabric.service.MessageReader;
import io.tokamak.fabric.service.MessageWriter;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.List;

/**
 * Where objects are. The correlation is the number of the search this answers; 0 when something
 * that is watched has a new location. One object after the other, up to the end of the message:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * /                      object id, 20 bytes                      /  0
 * +---------------+-----------------------------------------------+
 * |   locations   |                  reserved, 0                  | 20
 * +---------------+-----------------------------------------------+
 * /             locations, 44 bytes each, at most 64              / 24
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param number of the search, or 0
 * @param findings each object once
 */
public record FoundMessage(long number, List<Finding> findings) implements DirectoryMessage {
  /** Of more locations of one object so many are told. */
  public static final int MOST_LOCATIONS = 64;

  private static final int HEAD_LENGTH = 24;

  /**
   * Where one object is.
   *
   * @param locations all that are known, perhaps none
   */
  public record Finding(ObjectId id, List<Location> locations) {
    /** Copies the list. */
    public Finding {
      locations = List.copyOf(locations);
    }
  }

  /** Copies the list. */
  public FoundMessage {
    findings = List.copyOf(findings);
  }

  @Override
  public DirectoryMessageType type() {
    return DirectoryMessageType.FOUND;
  }

  @Override
  public long correlation() {
    return number;
  }

  @Override
  public void encode(MessageWriter to) {
    findings.forEach(finding -> put(to, finding.id, finding.locations));
  }

  static FoundMessage decode(long number, MessageReader from) {
    List<Finding> findings = new ArrayList<>();
    while (from.remaining() > 0) {
      findings.add(decode(from));
    }
    return new FoundMessage(number, findings);
  }

  private static Finding decode(MessageReader from) {
    ObjectId id = from.getId();
    int count = from.getU8();
    if (count > MOST_LOCATIONS) {
      throw new BadMessageException(
          "found %d locations of an object, expected at most %d".formatted(count, MOST_LOCATIONS));
    }
    from.skipZeros(3);
    List<Location> locations = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      locations.add(LocationCodec.get(from));
    }
    return new Finding(id, locations);
  }

  /** Begins a batch. */
  public static void begin(MessageWriter writer, long number) {
    writer.begin(DirectoryMessageType.FOUND.code(), 0, number);
  }

  /** Adds an object to a batch, if there is room for it. */
  public static boolean add(MessageWriter writer, ObjectId id, List<Location> locations) {
    int told = Math.min(locations.size(), MOST_LOCATIONS);
    if (writer.room() < HEAD_LENGTH + told * LocationCodec.LENGTH) {
      return false;
    }
    put(writer, id, locations.subList(0, told));
    return true;
  }

  private static void put(MessageWriter to, ObjectId id, List<Location> locations) {
    to.putId(id);
    to.putU8(locations.size());
    to.putU8(0);
    to.putU16(0);
    for (int i = 0; i < locations.size(); i++) {
      LocationCodec.put(to, locations.get(i));
    }
  }
}
