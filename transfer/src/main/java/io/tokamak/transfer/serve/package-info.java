// SPDX-License-Identifier: Apache-2.0

/** The holder's side: objects that other nodes have asked for. */
@NullMarked
package io.tokamak.transfer.serve;

import org.jspecify.annotations.NullMarked;
