// SPDX-License-Identifier: Apache-2.0

/** The commands of {@code tokamak}. */
@NullMarked
package io.tokamak.cli;

import org.jspecify.annotations.NullMarked;
