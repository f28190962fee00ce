// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.protocol;

import io.tokamak.transfer.Acceptance;
import io.tokamak.transfer.record.Trace;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.util.function.LongSupplier;

/**
 * What an attempt is to bring, and where to.
 *
 * @param landing where the bytes go
 * @param data this node's data area
 * @param trace of the whole transfer
 */
public record Delivery(
    ObjectId id,
    Landing landing,
    MemorySegment data,
    Trace trace,
    Acceptance acceptance,
    LongSupplier clock) {}
