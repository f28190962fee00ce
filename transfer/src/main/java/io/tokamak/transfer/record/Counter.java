// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.record;

/** What a manager counts. Those that say "now" return to what they were when all is over. */
public enum Counter {
  /** Transfers to this node that are under way. */
  INCOMING("incoming", "transfers to this node now"),
  /** Transfers from this node that are under way. */
  OUTGOING("outgoing", "transfers from this node now"),
  /** Receivers that wait for what is to come here first. */
  WAITING("waiting", "receivers that wait for objects to come here first, now"),
  /** Objects that are kept for a transfer. */
  PINS("pins", "objects held for transfers now"),
  /** Objects being written by transfers. */
  LANDINGS("landings", "objects being received now"),
  /** Objects that are wanted and not here. */
  FETCHES("fetches", "objects wanted from others now"),
  /** Fetches that wait for their turn. */
  QUEUED("queued", "fetches that wait for their turn now"),
  /** Bytes that were asked for. */
  FLIGHT_BYTES("flight-bytes", "bytes on their way to this node now"),
  /** Operations on memory of peers. */
  OPERATIONS("operations", "reads from peers now"),
  /** Words of 8 bytes that control words are read into. */
  SCRATCH("scratch", "control words being read now"),
  /** Registrations that are there. */
  REGIONS("regions", "regions registered now"),
  /** Endpoints that are there. */
  LINKS("links", "connections now"),
  /** Calls that have not ended. */
  CALLS("calls", "calls of clients now"),
  /** Open searches in the directory. */
  SEARCHES("searches", "searches in the directory now"),
  /** Subscriptions of other nodes. */
  SUBSCRIBERS("subscribers", "subscriptions of other nodes now"),
  /** Objects made to measure with. */
  SCRATCH_OBJECTS("scratch-objects", "objects made for calibrations now"),
  /** Objects that came. */
  ARRIVED("arrived", "objects that came"),
  /** Fetches that ended without the object. */
  FAILED("failed", "fetches that failed"),
  /** Transfers that were given up and tried again. */
  RETRIES("retries", "transfers that were tried again"),
  /** Objects that arrived damaged. */
  DAMAGED("damaged", "objects that arrived damaged"),
  /** Objects whose generation had changed when they were read. */
  STALE("stale", "locations that turned out to be old"),
  /** Registrations made. */
  REGISTRATIONS("registrations", "registrations made"),
  /** How long the registrations at the start took. */
  REGISTER_MICROS("register-micros", "time that the registrations at the start took"),
  /** Endpoints that were connected. */
  CONNECTIONS("connections", "connections made"),
  /** Requests of receivers that this node handled. */
  REQUESTS("requests", "transfers that receivers asked for"),
  /** Requests that were turned down. */
  BUSY("busy", "transfers turned down for too many"),
  /** Fetches that were refused. */
  REFUSED("refused", "fetches refused for too many"),
  /** Bytes that came. */
  BYTES_IN("bytes-in", "bytes received"),
  /** Bytes that went, as far as this node was asked. */
  BYTES_OUT("bytes-out", "bytes sent on request"),
  /** Questions to the store of this node that it did not answer. */
  STORE_FAILURES("store-failures", "questions that the store of this node did not answer"),
  /** Messages that belonged to nothing that is known. */
  STRAYS("strays", "messages for transfers that were over");

  private final String label;
  private final String meaning;

  Counter(String label, String meaning) {
    this.label = label;
    this.meaning = meaning;
  }

  /** What people call it. */
  public String label() {
    return label;
  }

  /** What it counts. */
  public String meaning() {
    return meaning;
  }
}
