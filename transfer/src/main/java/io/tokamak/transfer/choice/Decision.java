// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.choice;

import io.tokamak.transfer.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * What was decided, and why.
 *
 * @param protocol null: the holder decides
 */
public record Decision(@Nullable Protocol protocol, String reason) {}
