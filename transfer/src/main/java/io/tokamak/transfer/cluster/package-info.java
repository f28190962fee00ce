// SPDX-License-Identifier: Apache-2.0

/** What a manager does with the cluster beside fetching: telling, finding, deleting, pushing. */
@NullMarked
package io.tokamak.transfer.cluster;

import org.jspecify.annotations.NullMarked;
