// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

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
    return new ManagerSettings(
        newProtocol,
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

  /** With a fixed crossover from eager to rendezvous, or {@link #BY_COST}. */
  public ManagerSettings withCrossover(long newCrossoverBytes) {
    return new ManagerSettings(
        protocol,
        newCrossoverBytes,
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

  /** With these transfers checked. */
  public ManagerSettings withVerify(Verify newVerify) {
    return new ManagerSettings(
        protocol,
        crossoverBytes,
        newVerify,
        registration,
        flightBytesPerPeer,
        flightsPerPeer,
        queuedFetches,
        servedTransfers,
        stripeBytes,
        leaseNs,
        patienceNs);
  }

  /** With memory registered then. */
  public ManagerSettings withRegistration(Registration newRegistration) {
    return new ManagerSettings(
        protocol,
        crossoverBytes,
        verify,
        newRegistration,
        flightBytesPerPeer,
        flightsPerPeer,
        queuedFetches,
        servedTransfers,
        stripeBytes,
        leaseNs,
        patienceNs);
  }

  /** With these bounds on what is on its way from one peer. */
  public ManagerSettings withFlights(long bytesPerPeer, int objectsPerPeer) {
    return new ManagerSettings(
        protocol,
        crossoverBytes,
        verify,
        registration,
        bytesPerPeer,
        objectsPerPeer,
        queuedFetches,
        servedTransfers,
        stripeBytes,
        leaseNs,
        patienceNs);
  }

  /** With these bounds on what is waited for here, and on what is served. */
  public ManagerSettings withQueues(int newQueuedFetches, int newServedTransfers) {
    return new ManagerSettings(
        protocol,
        crossoverBytes,
        verify,
        registration,
        flightBytesPerPeer,
        flightsPerPeer,
        newQueuedFetches,
        newServedTransfers,
        stripeBytes,
        leaseNs,
        patienceNs);
  }

  /** With objects read from several holders from this size on. */
  public ManagerSettings withStripes(long newStripeBytes) {
    return new ManagerSettings(
        protocol,
        crossoverBytes,
        verify,
        registration,
        flightBytesPerPeer,
        flightsPerPeer,
        queuedFetches,
        servedTransfers,
        newStripeBytes,
        leaseNs,
        patienceNs);
  }

  /** With these times. */
  public ManagerSettings withTimes(long newLeaseNs, long newPatienceNs) {
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
        newLeaseNs,
        newPatienceNs);
  }
}
