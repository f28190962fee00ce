// SPDX-License-Identifier: Apache-2.0

/** What all parts of a manager share. */
@NullMarked
package io.tokamak.transfer.context;

import org.jspecify.annotations.NullMarked;
