// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.demo;

import io.tokamak.wire.ObjectId;
import java.nio.file.Path;

/**
 * A file of the demonstration and the object made of it.
 *
 * @param group what its line of the table is called
 * @param file where it is
 * @param length bytes
 * @param id the object
 */
record Sample(String group, Path file, long length, ObjectId id) {}
