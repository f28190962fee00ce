// SPDX-License-Identifier: Apache-2.0

/** One connection to each peer, whoever begins it. */
@NullMarked
package io.tokamak.fabric.peer;

import org.jspecify.annotations.NullMarked;
