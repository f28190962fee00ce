// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import java.nio.file.Path;

/**
 * How to connect.
 *
 * @param socket the node's socket
 * @param readOnly whether the client wants memory that it cannot write
 * @param name what it calls itself, for people
 * @param callTimeoutMs how long a call may take that the node should answer at once
 */
record ConnectSettings(Path socket, boolean readOnly, String name, int callTimeoutMs) {}
