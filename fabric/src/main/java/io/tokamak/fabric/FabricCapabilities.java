// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric;

/**
 * What may be assumed of a fabric. What does not stand here must not be assumed, whatever a network
 * card of today does.
 *
 * @param oneSided reads, writes and atomics need no processor of the target
 * @param nativeAtomics atomics are done by the network card, hence atomic among each other only,
 *     and not against the target's processor
 * @param lineAtomic an aligned line of 64 bytes in a bulk read is never torn
 * @param orderedPlacement writes become visible in the order of their addresses and of their issue
 * @param keyChecked the target refuses stale pointers, foreign memory and forbidden access
 * @param payloadChecked bytes that were damaged on their way are noticed, or there is no way on
 *     which they could be
 * @param needsTargetProgress operations wait until the target polls
 * @param maxMessageBytes the longest message
 * @param maxReadBytes the longest read or write in one operation
 */
public record FabricCapabilities(
    boolean oneSided,
    boolean nativeAtomics,
    boolean lineAtomic,
    boolean orderedPlacement,
    boolean keyChecked,
    boolean payloadChecked,
    boolean needsTargetProgress,
    int maxMessageBytes,
    long maxReadBytes) {}
