// SPDX-License-Identifier: Apache-2.0

/** Suites over the whole store, rules on dependencies, and the tidiness of the repository. */
@NullMarked
package io.tokamak.system;

import org.jspecify.annotations.NullMarked;
