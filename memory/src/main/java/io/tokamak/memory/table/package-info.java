// SPDX-License-Identifier: Apache-2.0
/** The object table: lock-free lookup and insert by every client, removal by the store alone. */
@NullMarked
package io.tokamak.memory.table;

import org.jspecify.annotations.NullMarked;
