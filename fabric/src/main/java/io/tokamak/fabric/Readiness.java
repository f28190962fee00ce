// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a thread waits for: the channels of all its fabrics and services, in one selector.
 *
 * <p>Who registers a channel is told of it in the thread that polls, and as a rule only notes it: a
 * fabric does its work in its own poll. A turn of the thread is: poll here, poll the fabrics, wait
 * here for some milliseconds at most, since fabrics look at the time only when they are polled.
 *
 * <p>Belongs to one thread; only {@link #wakeUp} is for any. No allocation per event.
 */
public final class Readiness implements AutoCloseable {
  private static final long NANOS_PER_MS = 1_000_000;

  /** So many polls, and so long, go by without a look at channels when none is waited for. */
  private static final int MOST_PASSED = 63;

  private static final long LONGEST_PASSED_NS = 20_000;

  /** Where each poll takes long, as system calls do on some machines, at least so many. */
  private static final int FEW_PASSED = 7;

  /** But never longer: who waits at a channel is to notice nothing. */
  private static final long LONGEST_FEW_PASSED_NS = 1_000_000;

  private final Selector selector;
  private final Consumer<SelectionKey> teller = this::tell;
  private final List<SelectionKey> found = new ArrayList<>();
  private final Consumer<SelectionKey> finder = found::add;
  private final List<BooleanSupplier> asked = new ArrayList<>();
  private volatile boolean woken;
  private boolean hurried;
  private boolean elsewhere;
  private int passed;
  private long lookedNs;
  private int told;

  /** Hears that a channel of its is ready. */
  @FunctionalInterface
  public interface Ready {
    /** The key's ready operations say for what. It may be cancelled by now. */
    void ready(SelectionKey key);
  }

  /** Opens a selector. */
  public Readiness() throws IOException {
    selector = Selector.open();
  }

  /** Watches a channel that does not block. */
  public SelectionKey register(SelectableChannel channel, int operations, Ready who)
      throws IOException {
    return channel.register(selector, operations, who);
  }

  /** Has somebody asked before each wait: false if there is no waiting yet. */
  public void beforeWaiting(BooleanSupplier mayWait) {
    asked.add(mayWait);
  }

  /** Ends {@link #beforeWaiting}. */
  public void forget(BooleanSupplier mayWait) {
    asked.remove(mayWait);
  }

  /** Tells of all that is ready, without waiting. Returns how many. */
  public int poll() {
    told = 0;
    hurried = false;
    if (found.isEmpty()) {
      select();
    } else {
      tellFound();
    }
    return told;
  }

  /**
   * The same, but does without a look at the channels, which is a system call, when the last one
   * was a moment ago and what is waited for comes {@linkplain #elsewhere another way}.
   */
  public int poll(long nowNs) {
    boolean passes = elsewhere && found.isEmpty() && mayPass(nowNs);
    elsewhere = false;
    if (passes) {
      passed++;
      hurried = false;
      return 0;
    }
    passed = 0;
    lookedNs = nowNs;
    return poll();
  }

  private boolean mayPass(long nowNs) {
    long longestNs = passed < FEW_PASSED ? LONGEST_FEW_PASSED_NS : LONGEST_PASSED_NS;
    return passed < MOST_PASSED && nowNs - lookedNs < longestNs;
  }

  /**
   * What is waited for comes another way than by a channel, such as a completion in memory. Said
   * again before each poll that may do without the channels.
   */
  public void elsewhere() {
    elsewhere = true;
  }

  private void select() {
    try {
      selector.selectNow(teller);
    } catch (IOException broken) {
      throw unusable(broken);
    }
  }

  /** What ended a wait is not asked for again. */
  private void tellFound() {
    for (int i = 0; i < found.size(); i++) {
      tell(found.get(i));
    }
    found.clear();
  }

  private void tell(SelectionKey key) {
    if (key.isValid() && key.attachment() instanceof Ready who) {
      told++;
      who.ready(key);
    }
  }

  /**
   * There is something to do that no channel tells of, such as bytes to be sent: no {@link #await}
   * before the next poll waits.
   */
  public void hurry() {
    hurried = true;
  }

  /**
   * Waits until a channel is ready, the time is up, or {@link #wakeUp} was called since the last
   * wait; tells nobody before the next poll. Waits a millisecond at least if it waits at all.
   */
  public void await(long timeoutNs) {
    if (timeoutNs > 0 && !woken && !hurried && mayWait()) {
      found.clear();
      try {
        selector.select(finder, Math.max(1, timeoutNs / NANOS_PER_MS));
      } catch (IOException broken) {
        throw unusable(broken);
      }
    }
    woken = false;
  }

  private boolean mayWait() {
    for (int i = 0; i < asked.size(); i++) {
      if (!asked.get(i).getAsBoolean()) {
        return false;
      }
    }
    return true;
  }

  /** The next poll sees what is ready. */
  private static void later(SelectionKey key) {}

  private static IllegalStateException unusable(IOException broken) {
    return new IllegalStateException("the selector is unusable: " + broken.getMessage(), broken);
  }

  /** Ends an {@link #await}, the next one if none is going on. From any thread. */
  public void wakeUp() {
    woken = true;
    selector.wakeup();
  }

  /** Lets go of channels that were closed since the last poll: their ports are free then. */
  public void sweep() {
    try {
      if (selector.isOpen()) {
        selector.selectNow(Readiness::later);
      }
    } catch (IOException broken) {
      throw unusable(broken);
    }
  }

  /** Ends; the channels stay open. Can be repeated. */
  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException broken) {
      throw unusable(broken);
    }
  }
}
