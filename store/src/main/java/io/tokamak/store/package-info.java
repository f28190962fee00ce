// SPDX-License-Identifier: Apache-2.0

/** The object store of one machine. */
@NullMarked
package io.tokamak.store;

import org.jspecify.annotations.NullMarked;
