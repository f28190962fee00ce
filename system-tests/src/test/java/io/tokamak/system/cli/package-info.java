// SPDX-License-Identifier: Apache-2.0

/**
 * The commands against real nodes: most of them in this process, lives and deaths of nodes in their
 * own.
 */
@NullMarked
package io.tokamak.system.cli;

import org.jspecify.annotations.NullMarked;
