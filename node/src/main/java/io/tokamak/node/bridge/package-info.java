// SPDX-License-Identifier: Apache-2.0

/** The store of a node as its manager uses it. */
@NullMarked
package io.tokamak.node.bridge;

import org.jspecify.annotations.NullMarked;
