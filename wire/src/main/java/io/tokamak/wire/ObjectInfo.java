// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire;

/**
 * What the store knows about an object, at one moment.
 *
 * @param id its id
 * @param state where it is in its life
 * @param dataLength bytes of data
 * @param metadataLength bytes of metadata
 * @param pins how many pins keep it now, over all clients
 * @param pinnedByUser whether it was pinned against eviction on request
 * @param createdAtMicros microseconds since 1970 at its creation
 * @param sealedAtMicros microseconds since 1970 at its seal; 0 while it is unsealed
 * @param creatorPid the process that created it
 * @param offset where its data begins in the data area, in bytes
 */
public record ObjectInfo(
    ObjectId id,
    ObjectState state,
    long dataLength,
    int metadataLength,
    int pins,
    boolean pinnedByUser,
    long createdAtMicros,
    long sealedAtMicros,
    int creatorPid,
    long offset) {}
