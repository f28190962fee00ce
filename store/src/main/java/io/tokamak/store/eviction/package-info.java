// SPDX-License-Identifier: Apache-2.0
/** Which object goes first. */
@NullMarked
package io.tokamak.store.eviction;

import org.jspecify.annotations.NullMarked;
