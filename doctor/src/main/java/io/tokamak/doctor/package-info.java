// SPDX-License-Identifier: Apache-2.0

/**
 * Small checks behind one interface. Each looks at one thing and says what it found, how good that
 * is, and what to do about it; what the kernel shows is read below a root, so that tests can bring
 * a machine of their own.
 */
@NullMarked
package io.tokamak.doctor;

import org.jspecify.annotations.NullMarked;
