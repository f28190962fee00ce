// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

/** A request that is never answered. */
public sealed interface Notice extends Request permits DoorbellNotice, ReleasedNotice {}
