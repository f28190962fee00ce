// SPDX-License-Identifier: Apache-2.0

/** The clients of a node's manager: their socket, what they ask, what they hear. */
@NullMarked
package io.tokamak.node.manager;

import org.jspecify.annotations.NullMarked;
