// SPDX-License-Identifier: Apache-2.0

/** One small class for each command of {@code tokamak}. */
@NullMarked
package io.tokamak.cli.command;

import org.jspecify.annotations.NullMarked;
