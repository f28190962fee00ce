// SPDX-License-Identifier: Apache-2.0

/**
 * Nodes move bytes with their network cards: {@link io.tokamak.fabric.ucx.UcxFabric}. Needs libucx,
 * which may be missing: {@link io.tokamak.fabric.ucx.UcxSupport} says whether it is there.
 */
@NullMarked
package io.tokamak.fabric.ucx;

import org.jspecify.annotations.NullMarked;
