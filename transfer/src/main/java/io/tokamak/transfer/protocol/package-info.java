// SPDX-License-Identifier: Apache-2.0

/** The receiver's side of each protocol: one try to get the bytes of one object from one holder. */
@NullMarked
package io.tokamak.transfer.protocol;

import org.jspecify.annotations.NullMarked;
