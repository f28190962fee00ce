// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody watches. */
public enum Terminal {
  /** Standard output. */
  OUTPUT(1),
  /** Standard error. */
  ERROR(2);

  private final int descriptor;

  Terminal(int descriptor) {
    this.descriptor = descriptor;
  }

  /** Whether this goes to a terminal, and not to a file or another program. */
  public boolean isWatched() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException unknown) {
      return false;
    }
  }

  /** Whether colours are welcome there: a terminal, and nobody has set {@code NO_COLOR}. */
  public boolean takesColours() {
    return isWatched() && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
  }
}
