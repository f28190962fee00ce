// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Records what nodes do with objects and says what must not have happened:
 *
 * <ul>
 *   <li>a fetched object has exactly the bytes that were sealed, and was not deleted before;
 *   <li>a pinned object stays readable and stays what it was, until it is unpinned;
 *   <li>nothing waits past its deadline;
 *   <li>counters return to their base.
 * </ul>
 *
 * All times are of one clock, the world's. Ids are any text. For one thread.
 */
public final class History {
  private final LongSupplier clock;
  private final long graceNs;
  private final Versions versions = new Versions();
  private final List<Wait> waits = new ArrayList<>();
  private final List<Pin> pins = new ArrayList<>();
  private final Map<String, Long> bases = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();

  /**
   * A history of nothing.
   *
   * @param clock in nanoseconds
   * @param graceNs how late a wait may end: until a node gets to look at its clock
   */
  public History(LongSupplier clock, long graceNs) {
    this.clock = clock;
    this.graceNs = graceNs;
  }

  /** An object was sealed at some node; called before anybody can see it. */
  public void sealed(String id, byte[] bytes) {
    versions.sealed(id, bytes, now());
  }

  /** An object is deleted everywhere: who asks from now on must not get it. */
  public void deleted(String id) {
    versions.deleted(id, now());
  }

  /** A node begins to wait for an object: a fetch, or a get. */
  public Wait waits(String node, String id, long deadlineNs) {
    Wait wait = new Wait(node, id, now(), deadlineNs);
    waits.add(wait);
    return wait;
  }

  /** A node has an object pinned, with these bytes; they must be right and stay so. */
  public Pin pins(String node, String id, byte[] bytes) {
    object(node, id, bytes, now());
    Pin pin = new Pin(node, id, bytes.clone());
    pins.add(pin);
    return pin;
  }

  /** A node has sealed a copy of an object, which may have been deleted meanwhile. */
  public void copied(String node, String id, byte[] bytes) {
    object(node, id, bytes, Long.MIN_VALUE);
  }

  /** The value a counter has when nothing goes on. */
  public void base(String counter, long value) {
    bases.put(counter, value);
  }

  /** Nothing goes on any more: these counters must be at their base. */
  public void atRest(Map<String, Long> counters) {
    new TreeMap<>(counters)
        .forEach((counter, value) -> {
          Long base = bases.get(counter);
          if (base != null && !base.equals(value)) {
            violation("counter %s is %d at rest, its base is %d".formatted(counter, value, base));
          }
        });
  }

  /** A node is gone, and its waits and pins with it. */
  public void died(String node) {
    waits.removeIf(wait -> wait.node.equals(node));
    pins.removeIf(pin -> pin.node.equals(node));
  }

  /** What must not have happened, until now. */
  public List<String> violations() {
    List<String> all = new ArrayList<>(violations);
    for (Wait wait : waits) {
      if (now() - wait.deadlineNs > graceNs) {
        all.add(
            "%s has waited past the deadline %d and still waits".formatted(wait, wait.deadlineNs));
      }
    }
    return all;
  }

  /** Throws if something happened that must not. */
  public void assertSound() {
    if (!violations().isEmpty()) {
      throw new AssertionError(String.join(System.lineSeparator(), violations()));
    }
  }

  private void object(String node, String id, byte[] bytes, long askedAtNs) {
    String objection = versions.objection(id, bytes, askedAtNs, now());
    if (!objection.isEmpty()) {
      violation("%s got %s with %s: %s".formatted(node, id, brief(bytes), objection));
    }
  }

  private void violation(String what) {
    violations.add("%d ns: %s".formatted(now(), what));
  }

  private static String brief(byte[] bytes) {
    String first = Arrays.toString(Arrays.copyOf(bytes, Math.min(bytes.length, 16)));
    return "%d bytes %s".formatted(bytes.length, first);
  }

  private long now() {
    return clock.getAsLong();
  }

  /** Somebody waits for an object. */
  public final class Wait {
    private final String node;
    private final String id;
    private final long beganAtNs;
    private final long deadlineNs;

    private Wait(String node, String id, long beganAtNs, long deadlineNs) {
      this.node = node;
      this.id = id;
      this.beganAtNs = beganAtNs;
      this.deadlineNs = deadlineNs;
    }

    /** The wait is over; {@code bytes} are the object's if it is present. */
    public void ended(Outcome outcome, byte @Nullable [] bytes) {
      if (!waits.remove(this)) {
        violation("%s ended twice, or after its node died".formatted(this));
      }
      if (now() - deadlineNs > graceNs) {
        violation("%s ended past its deadline %d".formatted(this, deadlineNs));
      }
      if (outcome == Outcome.PRESENT) {
        object(node, id, bytes == null ? new byte[0] : bytes, beganAtNs);
      }
    }

    @Override
    public String toString() {
      return "%s, waiting for %s since %d,".formatted(node, id, beganAtNs);
    }
  }

  /** Somebody has an object pinned. */
  public final class Pin {
    private final String node;
    private final String id;
    private final byte[] bytes;

    private Pin(String node, String id, byte[] bytes) {
      this.node = node;
      this.id = id;
      this.bytes = bytes;
    }

    /** The holder of the pin looks again; null: it cannot be read. */
    public void reads(byte @Nullable [] found) {
      if (!pins.contains(this)) {
        return;
      }
      if (found == null) {
        violation("%s cannot read %s, which it has pinned".formatted(node, id));
      } else if (!Arrays.equals(found, bytes)) {
        violation("%s has %s pinned, it changed to %s".formatted(node, id, brief(found)));
      }
    }

    /** The pin is let go. */
    public void unpinned() {
      if (!pins.remove(this)) {
        violation("%s unpinned %s twice, or after it died".formatted(node, id));
      }
    }
  }
}
