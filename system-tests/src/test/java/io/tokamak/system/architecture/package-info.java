// SPDX-License-Identifier: Apache-2.0

/** Which code may use which. */
@NullMarked
package io.tokamak.system.architecture;

import org.jspecify.annotations.NullMarked;
