// SPDX-License-Identifier: Apache-2.0
/** Stores and clients in processes of their own, to be watched, stopped and killed. */
@NullMarked
package io.tokamak.system.process;

import org.jspecify.annotations.NullMarked;
