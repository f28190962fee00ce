// SPDX-License-Identifier: Apache-2.0

/** The style of the repository, as tests over its text. */
@NullMarked
package io.tokamak.system.tidy;

import org.jspecify.annotations.NullMarked;
