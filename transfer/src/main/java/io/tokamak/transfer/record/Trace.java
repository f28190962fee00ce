// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.record;

import io.tokamak.fabric.NodeRef;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.TransferRecord;
import io.tokamak.transfer.TransferRecord.Phase;
import io.tokamak.transfer.TransferRecord.PhaseTime;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a transfer while it goes on. Time always belongs to one phase. For the manager's
 * thread.
 */
public final class Trace {
  private static final Phase[] PHASES = Phase.values();

  private final long number;
  private final ObjectId id;
  private final boolean incoming;
  private final long startedAtMicros;
  private final long[] phaseNs = new long[PHASES.length];
  private Phase phase;
  private long sinceNs;
  private @Nullable NodeRef peer;
  private String fabric = "";
  private @Nullable Protocol protocol;
  private String reason = "";
  private long bytes;
  private int copies;
  private int registrations;
  private int roundTrips;
  private int messages;
  private int sources;

  Trace(long number, ObjectId id, boolean incoming, Phase phase, long nowNs, long startedAtMicros) {
    this.number = number;
    this.id = id;
    this.incoming = incoming;
    this.phase = phase;
    this.sinceNs = nowNs;
    this.startedAtMicros = startedAtMicros;
  }

  /** The number of the transfer. */
  public long number() {
    return number;
  }

  /** From now on time belongs to another phase. */
  public void enter(Phase next, long nowNs) {
    phaseNs[phase.code()] += nowNs - sinceNs;
    phase = next;
    sinceNs = nowNs;
  }

  /** Where the bytes come from, or go to, and how. */
  public void path(NodeRef newPeer, String newFabric, Protocol newProtocol, String newReason) {
    peer = newPeer;
    fabric = newFabric;
    protocol = newProtocol;
    reason = newReason;
  }

  /** The protocol was decided at the other end. */
  public void decided(Protocol newProtocol, String newReason) {
    protocol = newProtocol;
    reason = newReason;
  }

  /** Another node gives bytes. */
  public void source() {
    sources++;
  }

  /** Bytes were copied from buffer to buffer, so often. */
  public void copied(int times) {
    copies = times;
  }

  /** Memory was registered. */
  public void registered(int count) {
    registrations += count;
  }

  /** Something went to the peer and back before anything else could be done. */
  public void roundTrip() {
    roundTrips++;
  }

  /** A message was sent, by whichever node. */
  public void message() {
    messages++;
  }

  /** How long the object is. */
  public void bytes(long newBytes) {
    bytes = newBytes;
  }

  TransferRecord toRecord(TransferRecord.State state, long nowNs, NodeRef self) {
    enter(phase, nowNs);
    return new TransferRecord(
        number,
        id,
        peer == null ? self : peer,
        incoming,
        fabric,
        protocol == null ? Protocol.SOCKET : protocol,
        reason,
        state,
        bytes,
        copies,
        registrations,
        roundTrips,
        messages,
        sources,
        startedAtMicros,
        phases());
  }

  private List<PhaseTime> phases() {
    List<PhaseTime> phases = new ArrayList<>(PHASES.length);
    for (Phase one : PHASES) {
      if (phaseNs[one.code()] != 0) {
        phases.add(new PhaseTime(one, phaseNs[one.code()]));
      }
    }
    return phases;
  }
}
