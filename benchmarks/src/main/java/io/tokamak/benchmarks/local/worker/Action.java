// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

/** What a worker can be told to do. */
public enum Action {
  /** Puts the objects that the reading actions read. */
  LOAD("load"),

  /** Deletes them. */
  UNLOAD("unload"),

  /** Gets and releases; the other systems copy the value into the client's buffer, as they must. */
  GET("get"),

  /**
   * Gets, copies all bytes into the client's buffer, where the other systems have them anyway, and
   * releases.
   */
  GET_AND_READ("get+read"),

  /** Asks whether an object is there. */
  CONTAINS("contains"),

  /** Puts fresh objects and deletes them again, a block at a time; two results. */
  PUT_AND_DELETE("put"),

  /**
   * Copies the bytes of a put into warm shared memory and does nothing else: the best a put could
   * be.
   */
  COPY("memcpy"),

  /**
   * Does nothing with the ids, in batches as long as those of the fastest operation: the harness.
   */
  NOTHING("nothing"),

  /** Does nothing, each time timed by itself: the harness around operations over 1 µs. */
  NOTHING_SINGLY("nothing-singly");

  private final String label;

  Action(String label) {
    this.label = label;
  }

  /** As it stands in tables and files. */
  public String label() {
    return label;
  }
}
