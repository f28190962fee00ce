// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import java.util.List;

/** Looks at one thing. It changes nothing, and takes a second at most unless it says otherwise. */
@FunctionalInterface
interface Check {
  /** What it found, a line each; nothing where there is nothing to say. */
  List<Finding> look();
}
