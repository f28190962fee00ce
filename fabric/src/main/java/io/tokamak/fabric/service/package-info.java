// SPDX-License-Identifier: Apache-2.0

/** Several services over the same connections: whose message it is, whose completion. */
@NullMarked
package io.tokamak.fabric.service;

import org.jspecify.annotations.NullMarked;
