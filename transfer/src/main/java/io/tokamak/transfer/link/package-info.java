// SPDX-License-Identifier: Apache-2.0

/** A manager's side of its fabrics: connections, operations, registered memory. */
@NullMarked
package io.tokamak.transfer.link;

import org.jspecify.annotations.NullMarked;
