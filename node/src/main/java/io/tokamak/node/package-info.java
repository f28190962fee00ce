// SPDX-License-Identifier: Apache-2.0

/**
 * The daemon of a machine: start and stop it, in this process or another one, and ask how it is.
 */
@NullMarked
package io.tokamak.node;

import org.jspecify.annotations.NullMarked;
