// SPDX-License-Identifier: Apache-2.0
/** Whose memory an object counts against, and who may evict it. */
@NullMarked
package io.tokamak.store.quota;

import org.jspecify.annotations.NullMarked;
