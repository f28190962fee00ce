// SPDX-License-Identifier: Apache-2.0

/** The directory that one node hosts and all others join. */
@NullMarked
package io.tokamak.directory.embedded;

import org.jspecify.annotations.NullMarked;
