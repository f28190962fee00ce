// SPDX-License-Identifier: Apache-2.0

/** The client's short ways against a real store. */
@NullMarked
package io.tokamak.system.client;

import org.jspecify.annotations.NullMarked;
