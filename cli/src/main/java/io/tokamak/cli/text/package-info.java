// SPDX-License-Identifier: Apache-2.0

/** How values look on a terminal and in JSON. */
@NullMarked
package io.tokamak.cli.text;

import org.jspecify.annotations.NullMarked;
