// SPDX-License-Identifier: Apache-2.0
/**
 * What Tokamak needs of Linux: memory files, unix sockets, epoll, futexes, processes, processors.
 */
@NullMarked
package io.tokamak.memory.os;

import org.jspecify.annotations.NullMarked;
