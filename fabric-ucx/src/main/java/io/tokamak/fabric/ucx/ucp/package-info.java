// SPDX-License-Identifier: Apache-2.0

/**
 * libucp through the foreign function interface: its structs as data, its functions, and objects
 * that own what it hands out. Nothing here knows of nodes. Not exported.
 */
@NullMarked
package io.tokamak.fabric.ucx.ucp;

import org.jspecify.annotations.NullMarked;
