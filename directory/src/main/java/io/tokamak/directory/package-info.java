// SPDX-License-Identifier: Apache-2.0

/** Where objects are, and which nodes there are: what every directory offers. */
@NullMarked
package io.tokamak.directory;

import org.jspecify.annotations.NullMarked;
