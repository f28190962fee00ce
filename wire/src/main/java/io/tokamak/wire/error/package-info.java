// SPDX-License-Identifier: Apache-2.0

/** The sealed family of errors a user can meet, and their codes on the wire. */
@NullMarked
package io.tokamak.wire.error;

import org.jspecify.annotations.NullMarked;
