// SPDX-License-Identifier: Apache-2.0

/** {@code tokamak demo}: what the store does, shown and checked on real files and processes. */
@NullMarked
package io.tokamak.cli.demo;

import org.jspecify.annotations.NullMarked;
