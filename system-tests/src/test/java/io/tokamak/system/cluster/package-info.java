// SPDX-License-Identifier: Apache-2.0

/** Nodes in processes of their own, as clusters. */
@NullMarked
package io.tokamak.system.cluster;

import org.jspecify.annotations.NullMarked;
