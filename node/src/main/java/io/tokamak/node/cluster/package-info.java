// SPDX-License-Identifier: Apache-2.0

/** A node's part in a cluster: what can be chosen, and the thread that does it. */
@NullMarked
package io.tokamak.node.cluster;

import org.jspecify.annotations.NullMarked;
