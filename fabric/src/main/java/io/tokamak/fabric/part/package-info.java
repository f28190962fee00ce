// SPDX-License-Identifier: Apache-2.0

/** What several fabrics are made of in the same way, whoever moves their bytes. */
@NullMarked
package io.tokamak.fabric.part;

import org.jspecify.annotations.NullMarked;
