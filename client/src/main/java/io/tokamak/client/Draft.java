// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.ObjectId;

/**
 * An object that this client is writing.
 *
 * @param ref its entry and generation in the object table
 * @param offset of its data in the data area, in bytes
 */
record Draft(ObjectId id, long ref, long offset, long dataLength, int metadataLength) {}
