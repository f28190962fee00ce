// SPDX-License-Identifier: Apache-2.0

/** What a node and the node that hosts the directory say to each other. */
@NullMarked
package io.tokamak.directory.message;

import org.jspecify.annotations.NullMarked;
