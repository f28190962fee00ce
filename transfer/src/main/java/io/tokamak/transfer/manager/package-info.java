// SPDX-License-Identifier: Apache-2.0

/** The manager of a node, put together. */
@NullMarked
package io.tokamak.transfer.manager;

import org.jspecify.annotations.NullMarked;
