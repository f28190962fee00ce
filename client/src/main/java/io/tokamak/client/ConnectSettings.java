// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.words.SharedWords;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * How to connect.
 *
 * @param socket the node's socket
 * @param readOnly whether the client wants memory that it cannot write
 * @param name what it calls itself, for people
 * @param callTimeoutMs how long a call may take that the node should answer at once
 * @param words what lies between the client and the words of the segment: nothing, but in tests
 */
record ConnectSettings(
    Path socket,
    boolean readOnly,
    String name,
    int callTimeoutMs,
    UnaryOperator<SharedWords> words) {}
