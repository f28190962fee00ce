// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a manager works. Immutable.
 *
 * @param protocol for all transfers to this node; null: chosen by cost
 * @param crossoverBytes eager below, rendezvous at and above; {@link #BY_COST}: chosen by cost
 * @param verify which transfers are checked
 * @param registration when memory is registered
 * @param flightBytesPerPeer most bytes on their way from one peer, unless it is one object alone
 * @param flightsPerPeer most objects on their way from one peer
 * @param queuedFetches most objects that are waited for
 * @param servedTransfers most transfers that this node serves at a time
 * @param stripeBytes an object of this size or more is read from several holders at once
 * @param leaseNs how long an object is kept for a receiver that says nothing
 * @param patienceNs how long a peer may keep a transfer waiting before another source is tried
 */
public record ManagerSettings(
    @Nullable Protocol protocol,
    long crossoverBytes,
    Verify verify,
    Registration registration,
    long flightBytesPerPeer,
    int flightsPerPeer,
    int queuedFetches,
    int servedTransfers,
    long stripeBytes,
    long leaseNs,
    long patienceNs) {
  /** No fixed crossover. */
  public static final long BY_COST = -1;

  private static final long MIB = 1 << 20;
  private static final long SECOND_NS = 1_000_000_000;

  /** What suits most. */
  public static ManagerSettings defaults() {
    return new ManagerSettings(
        null,
        BY_COST,
        Verify.NETWORK,
        Registration.WHOLE_STORE,
        64 * MIB,
        256,
        1_000_000,
        4096,
        8 * MIB,
        30 * SECOND_NS,
        5 * SECOND_NS);
  }

  /** With one protocol for all transfers; null: chosen by cost. */
  public ManagerSettings withProtocol(@Nullable Protocol newProtocol) {
    return with(copy -> copy.protocol = newProtocol);
  }

  /** With a fixed crossover from eager to rendezvous, or {@link #BY_COST}. */
  public ManagerSettings withCrossover(long newCrossoverBytes) {
    return with(copy -> copy.crossoverBytes = newCrossoverBytes);
  }

  /** With these transfers checked. */
  public ManagerSettings withVerify(Verify newVerify) {
    return with(copy -> copy.verify = newVerify);
  }

  /** With memory registered then. */
  public ManagerSettings withRegistration(Registration newRegistration) {
    return with(copy -> copy.registration = newRegistration);
  }

  /** With these bounds on what is on its way from one peer. */
  public ManagerSettings withFlights(long bytesPerPeer, int objectsPerPeer) {
    return with(copy -> {
      copy.flightBytesPerPeer = bytesPerPeer;
      copy.flightsPerPeer = objectsPerPeer;
    });
  }

  /** With these bounds on what is waited for here, and on what is served. */
  public ManagerSettings withQueues(int newQueuedFetches, int newServedTransfers) {
    return with(copy -> {
      copy.queuedFetches = newQueuedFetches;
      copy.servedTransfers = newServedTransfers;
    });
  }

  /** With objects read from several holders from this size on. */
  public ManagerSettings withStripes(long newStripeBytes) {
    return with(copy -> copy.stripeBytes = newStripeBytes);
  }

  /** With these times. */
  public ManagerSettings withTimes(long newLeaseNs, long newPatienceNs) {
    return with(copy -> {
      copy.leaseNs = newLeaseNs;
      copy.patienceNs = newPatienceNs;
    });
  }

  private ManagerSettings with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.settings();
  }

  /** All of it, to be changed here and there. */
  private static final class Copy {
    @Nullable Protocol protocol;
    long crossoverBytes;
    Verify verify;
    Registration registration;
    long flightBytesPerPeer;
    int flightsPerPeer;
    int queuedFetches;
    int servedTransfers;
    long stripeBytes;
    long leaseNs;
    long patienceNs;

    Copy(ManagerSettings of) {
      protocol = of.protocol;
      crossoverBytes = of.crossoverBytes;
      verify = of.verify;
      registration = of.registration;
      flightBytesPerPeer = of.flightBytesPerPeer;
      flightsPerPeer = of.flightsPerPeer;
      queuedFetches = of.queuedFetches;
      servedTransfers = of.servedTransfers;
      stripeBytes = of.stripeBytes;
      leaseNs = of.leaseNs;
      patienceNs = of.patienceNs;
    }

    ManagerSettings settings() {
      return new ManagerSettings(
          protocol,
          crossoverBytes,
          verify,
          registration,
          flightBytesPerPeer,
          flightsPerPeer,
          queuedFetches,
          servedTransfers,
          stripeBytes,
          leaseNs,
          patienceNs);
    }
  }
}
