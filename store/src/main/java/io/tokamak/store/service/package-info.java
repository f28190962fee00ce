// SPDX-License-Identifier: Apache-2.0

/**
 * The edge of the store: its memory file, its unix socket, the one thread that serves all clients.
 */
@NullMarked
package io.tokamak.store.service;

import org.jspecify.annotations.NullMarked;
