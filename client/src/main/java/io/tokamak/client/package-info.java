// SPDX-License-Identifier: Apache-2.0

/** The public Java API. */
@NullMarked
package io.tokamak.client;

import org.jspecify.annotations.NullMarked;
