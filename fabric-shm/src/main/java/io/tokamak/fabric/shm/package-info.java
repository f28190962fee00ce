// SPDX-License-Identifier: Apache-2.0

/**
 * Nodes of one host map each other's files and move bytes with their own processor: {@link
 * io.tokamak.fabric.shm.ShmFabric}.
 */
@NullMarked
package io.tokamak.fabric.shm;

import org.jspecify.annotations.NullMarked;
