// SPDX-License-Identifier: Apache-2.0

/** What needs real verbs: run in the guest of {@code testbed}, or on a machine with devices. */
@NullMarked
package io.tokamak.system.rdma;

import org.jspecify.annotations.NullMarked;
