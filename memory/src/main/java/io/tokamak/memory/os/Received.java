// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

/**
 * What {@link UnixSocket#receiveWithDescriptor} got.
 *
 * @param length bytes received, or one of the markers of {@link UnixSocket}
 * @param descriptor descriptor that came with them, now owned by the receiver; -1 for none
 */
public record Received(long length, int descriptor) {}
