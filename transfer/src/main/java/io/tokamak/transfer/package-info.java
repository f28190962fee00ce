// SPDX-License-Identifier: Apache-2.0

/** Fetching objects from other nodes: the manager of a node, without its thread. */
@NullMarked
package io.tokamak.transfer;

import org.jspecify.annotations.NullMarked;
