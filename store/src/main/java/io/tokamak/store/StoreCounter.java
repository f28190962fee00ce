// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

/**
 * What the store counts. Ids and labels are part of the protocol: they stay what they are, and new
 * counters get new ids.
 */
public enum StoreCounter {
  OBJECTS(0, "objects", "Sealed objects in the store now."),
  OBJECT_BYTES(
      1, "object-bytes", "Data and metadata bytes of the sealed objects in the store now."),
  CREATED(2, "created", "Objects the store itself created on request."),
  SEALED(3, "sealed", "Objects sealed since the start."),
  ABORTED(4, "aborted", "Unsealed objects given up by their creator or lost with it."),
  DELETED(5, "deleted", "Objects deleted on request."),
  EVICTED(6, "evicted", "Objects evicted to make room."),
  EVICTED_BYTES(7, "evicted-bytes", "Data and metadata bytes of the objects evicted."),
  GETS(8, "gets", "Gets that came by message; those in shared memory are not seen here."),
  GETS_WAITING(9, "gets-waiting", "Gets that wait for an object now."),
  GETS_TIMED_OUT(10, "gets-timed-out", "Gets that ended before all their objects were there."),
  CREATES_QUEUED(11, "creates-queued", "Creates that wait for memory now."),
  CREATES_TIMED_OUT(12, "creates-timed-out", "Creates refused after they had waited for memory."),
  SESSIONS(13, "sessions", "Clients connected now."),
  SESSIONS_OPENED(14, "sessions-opened", "Clients that ever connected."),
  SESSIONS_DIED(15, "sessions-died", "Clients that went without saying goodbye."),
  LEASES(16, "leases", "Leases granted since the start."),
  LEASE_BYTES(17, "lease-bytes", "Bytes of the data area out on lease and not yet used now."),
  DOORBELLS(18, "doorbells", "Doorbells rung by clients that sealed something somebody waits for."),
  FRAMES_IN(19, "frames-in", "Frames received."),
  FRAMES_OUT(20, "frames-out", "Frames sent."),
  BAD_FRAMES(21, "bad-frames", "Clients dropped for a frame that cannot be understood."),
  SLOW_CLIENTS(22, "slow-clients", "Clients dropped because they did not read their replies."),
  SUBSCRIPTIONS(23, "subscriptions", "Subscriptions open now."),
  EVENTS(24, "events", "Events put in the queue of a subscriber."),
  RESYNCS(25, "resyncs", "Times a subscriber was too slow and was told to start over."),
  PIN_SCANS(26, "pin-scans", "Scans of all pins, one for each batch of victims or deletions."),
  CAPACITY_BYTES(27, "capacity-bytes", "Bytes of the data area the store was started with."),
  RESERVED_BYTES(28, "reserved-bytes", "Bytes of the data area that are reserved so far."),
  FREE_BYTES(29, "free-bytes", "Reserved bytes that no block and no lease occupies now."),
  LARGEST_FREE_EXTENT(30, "largest-free-extent", "Bytes of the longest free piece now."),
  FREE_EXTENTS(31, "free-extents", "Number of pieces the free bytes are in now."),
  ENTRIES(32, "entries", "Entries of the object table: the most objects there can be."),
  ENTRIES_FREE(33, "entries-free", "Entries that are neither used nor granted now."),
  QUOTAS(34, "quotas", "Sessions with a quota now."),
  QUOTA_BYTES(35, "quota-bytes", "Bytes set aside for sessions with a quota now."),
  DEMOTED(36, "demoted", "Objects in use that left a full quota and count as everybody's since."),
  CONNECTIONS(37, "connections", "Connections open now."),
  CONNECTIONS_ACCEPTED(38, "connections-accepted", "Connections accepted since the start."),
  ACCEPT_FAILURES(
      39,
      "accept-failures",
      "Times connections had to wait for a free descriptor of this process."),
  USERS_REFUSED(40, "users-refused", "Clients turned away because of the user they run as."),
  SILENT_CLIENTS(41, "silent-clients", "Clients dropped because they never said who they are."),
  REQUESTS_FAILED(42, "requests-failed", "Requests answered with an error."),
  SURPRISES(43, "surprises", "Clients dropped because of a defect in the store; see its log."),
  HUGE_BYTES(44, "huge-bytes", "Bytes of the segment that are in huge pages.");

  private final int id;
  private final String label;
  private final String meaning;

  StoreCounter(int id, String label, String meaning) {
    this.id = id;
    this.label = label;
    this.meaning = meaning;
  }

  /** The number of the counter, from 0 without gaps. */
  public int id() {
    return id;
  }

  /** The name under which statistics report it. */
  public String label() {
    return label;
  }

  /** What it counts, in one sentence. */
  public String meaning() {
    return meaning;
  }
}
