// SPDX-License-Identifier: Apache-2.0

/** What managers say to each other. See docs/transfer-protocol.md for the bytes. */
@NullMarked
package io.tokamak.transfer.message;

import org.jspecify.annotations.NullMarked;
