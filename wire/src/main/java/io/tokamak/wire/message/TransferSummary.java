// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.List;

/**
 * A transfer, and the path its bytes took. Nodes and texts are numbers of {@link SharedTexts}.
 *
 * @param number of the transfer at this node
 * @param peer number of the node it came from, or goes to
 * @param fabric number of the fabric's name
 * @param protocol number of the protocol's label
 * @param reason number of the text that says why this protocol and this fabric
 * @param bytes data and metadata
 * @param copies user-space copies of the bytes, both nodes together
 * @param registrations of memory made for it
 * @param roundTrips between the nodes, one after the other
 * @param messages sent for it, both nodes together
 * @param sources nodes that bytes came from
 * @param startedAtMicros microseconds since 1970 at its start
 * @param totalNs how long it took, or takes so far
 * @param phases where the time went, in order; left out of long replies
 */
public record TransferSummary(
    long number,
    int peer,
    int fabric,
    int protocol,
    int reason,
    long bytes,
    int copies,
    int registrations,
    int roundTrips,
    int messages,
    int sources,
    long startedAtMicros,
    long totalNs,
    List<Phase> phases) {
  static final int MIN_ENCODED_LENGTH = 55;

  /** Most phases of one transfer. */
  public static final int MAX_PHASES = 255;

  /**
   * What took time.
   *
   * @param label number of its name
   * @param ns how long
   */
  public record Phase(int label, long ns) {}

  /** Copies the list, and cuts it. */
  public TransferSummary {
    phases = List.copyOf(phases.subList(0, Math.min(phases.size(), MAX_PHASES)));
  }

  void encode(FrameWriter writer) {
    writer.putU64(number);
    writer.putU16(peer);
    writer.putU16(fabric);
    writer.putU16(protocol);
    writer.putU16(reason);
    writer.putU64(bytes);
    writer.putU16(copies);
    writer.putU16(registrations);
    writer.putU32(roundTrips);
    writer.putU32(messages);
    writer.putU16(sources);
    writer.putU64(startedAtMicros);
    writer.putU64(totalNs);
    writer.putU8(phases.size());
    for (Phase phase : phases) {
      writer.putU16(phase.label);
      writer.putU64(phase.ns);
    }
  }

  static TransferSummary decode(FrameReader reader) {
    return new TransferSummary(
        reader.getU64(),
        reader.getU16(),
        reader.getU16(),
        reader.getU16(),
        reader.getU16(),
        reader.getU63(),
        reader.getU16(),
        reader.getU16(),
        reader.getU31(),
        reader.getU31(),
        reader.getU16(),
        reader.getU64(),
        reader.getU63(),
        phases(reader));
  }

  private static List<Phase> phases(FrameReader reader) {
    Phase[] phases = new Phase[reader.getU8()];
    for (int i = 0; i < phases.length; i++) {
      phases[i] = new Phase(reader.getU16(), reader.getU63());
    }
    return List.of(phases);
  }
}
