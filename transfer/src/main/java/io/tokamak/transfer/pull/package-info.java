// SPDX-License-Identifier: Apache-2.0

/** Objects that are wanted here: whose turn it is, where they are got from, what to do when not. */
@NullMarked
package io.tokamak.transfer.pull;

import org.jspecify.annotations.NullMarked;
