// SPDX-License-Identifier: Apache-2.0

/** The daemon that runs a store. */
@NullMarked
package io.tokamak.node;

import org.jspecify.annotations.NullMarked;
