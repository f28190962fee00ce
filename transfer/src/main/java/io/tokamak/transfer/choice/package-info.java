// SPDX-License-Identifier: Apache-2.0

/** Which protocol moves an object: by order, by a fixed size, or by cost. */
@NullMarked
package io.tokamak.transfer.choice;

import org.jspecify.annotations.NullMarked;
