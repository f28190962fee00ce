// SPDX-License-Identifier: Apache-2.0

/**
 * The Java client: {@link io.tokamak.client.Tokamak} connects, {@link
 * io.tokamak.client.ObjectStoreClient} does the rest.
 */
@NullMarked
package io.tokamak.client;

import org.jspecify.annotations.NullMarked;
