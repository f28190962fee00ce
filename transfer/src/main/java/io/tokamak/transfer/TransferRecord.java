// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

import io.tokamak.fabric.NodeRef;
import io.tokamak.wire.ObjectId;
import java.util.List;

/**
 * One transfer, and the path its bytes took.
 *
 * @param number of the transfer at this node
 * @param id the object
 * @param peer who it came from, or goes to
 * @param incoming whether this node receives
 * @param fabric over which fabric
 * @param protocol by which protocol
 * @param reason why this protocol and this fabric
 * @param state how far it is
 * @param bytes data and metadata
 * @param copies user-space copies of the bytes, both nodes together
 * @param registrations of memory made for it
 * @param roundTrips between the nodes one after the other
 * @param messages sent for it, both nodes together
 * @param sources nodes that bytes came from
 * @param startedAtMicros wall clock, since the epoch
 * @param phases where the time went, in order
 */
public record TransferRecord(
    long number,
    ObjectId id,
    NodeRef peer,
    boolean incoming,
    String fabric,
    Protocol protocol,
    String reason,
    State state,
    long bytes,
    int copies,
    int registrations,
    int roundTrips,
    int messages,
    int sources,
    long startedAtMicros,
    List<PhaseTime> phases) {
  /** How far a transfer is. */
  public enum State {
    /** Under way. */
    RUNNING,
    /** All bytes are there and the object is sealed. */
    DONE,
    /** Given up. */
    FAILED
  }

  /** What takes time. Codes never change. */
  public enum Phase {
    /** Asking the directory. */
    DIRECTORY(0),
    /** Waiting for its turn, or for memory. */
    QUEUE(1),
    /** Connecting. */
    CONNECT(2),
    /** From the request to the answer. */
    HANDSHAKE(3),
    /** Bytes on their way. */
    WIRE(4),
    /** Copies on this node. */
    COPY(5),
    /** Registration of memory. */
    REGISTER(6),
    /** Checksums. */
    VERIFY(7),
    /** Sealing. */
    PUBLISH(8);

    private final int code;

    Phase(int code) {
      this.code = code;
    }

    /** The number on the wire: its place in a row of all phases. */
    public int code() {
      return code;
    }
  }

  /** How long a phase took. */
  public record PhaseTime(Phase phase, long ns) {}

  /** Copies the list. */
  public TransferRecord {
    phases = List.copyOf(phases);
  }

  /** All phases together. */
  public long totalNs() {
    return phases.stream().mapToLong(PhaseTime::ns).sum();
  }
}
