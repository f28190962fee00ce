// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.message.SharedTexts;
import io.tokamak.wire.message.TransferItem;
import io.tokamak.wire.message.TransferState;
import io.tokamak.wire.message.TransferSummary;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A transfer between two nodes, and the path its bytes took.
 *
 * @param number of the transfer at the node that received
 * @param id the object
 * @param peer the node it came from, or goes to
 * @param incoming whether this machine's node receives
 * @param fabric over which fabric, such as {@code tcp} or {@code shm}
 * @param protocol by which protocol, such as {@code eager} or {@code direct}
 * @param reason why this protocol and this fabric
 * @param state how far it is
 * @param bytes data and metadata
 * @param copies copies of the bytes made by the nodes, both together
 * @param registrations of memory made for it
 * @param roundTrips between the nodes, one after the other
 * @param messages sent for it, both nodes together
 * @param sources nodes that bytes came from
 * @param startedAt when it began
 * @param total how long it took, or takes so far
 * @param phases where the time went, in order; empty in the results of a fetch of more than a
 *     thousand objects
 */
public record TransferInfo(
    long number,
    ObjectId id,
    NodeId peer,
    boolean incoming,
    String fabric,
    String protocol,
    String reason,
    TransferState state,
    long bytes,
    int copies,
    int registrations,
    int roundTrips,
    int messages,
    int sources,
    Instant startedAt,
    Duration total,
    Map<String, Duration> phases) {
  /** Copies the map. */
  public TransferInfo {
    phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
  }

  static TransferInfo of(TransferItem item, SharedTexts shared) {
    return of(item.id(), item.incoming(), item.state(), item.how(), shared);
  }

  static TransferInfo of(
      ObjectId id, boolean incoming, TransferState state, TransferSummary how, SharedTexts shared) {
    return new TransferInfo(
        how.number(),
        id,
        NodeId.of(shared.node(how.peer())),
        incoming,
        shared.text(how.fabric()),
        shared.text(how.protocol()),
        shared.text(how.reason()),
        state,
        how.bytes(),
        how.copies(),
        how.registrations(),
        how.roundTrips(),
        how.messages(),
        how.sources(),
        Instant.EPOCH.plus(how.startedAtMicros(), ChronoUnit.MICROS),
        Duration.ofNanos(how.totalNs()),
        phases(how, shared));
  }

  private static Map<String, Duration> phases(TransferSummary how, SharedTexts shared) {
    if (how.phases().isEmpty()) {
      return Map.of();
    }
    Map<String, Duration> phases = new LinkedHashMap<>();
    for (TransferSummary.Phase phase : how.phases()) {
      phases.merge(shared.text(phase.label()), Duration.ofNanos(phase.ns()), Duration::plus);
    }
    return phases;
  }
}
