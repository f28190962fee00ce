// SPDX-License-Identifier: Apache-2.0
/** Bad days: deaths, races, full memory, rude clients, and all of it at once for a while. */
@NullMarked
package io.tokamak.system.faults;

import org.jspecify.annotations.NullMarked;
