// SPDX-License-Identifier: Apache-2.0

/**
 * The verbs between nodes and what may be assumed of them. Above this package nobody sees an
 * address or a key: remote memory has one name, {@link io.tokamak.fabric.RemotePointer}.
 */
@NullMarked
package io.tokamak.fabric;

import org.jspecify.annotations.NullMarked;
