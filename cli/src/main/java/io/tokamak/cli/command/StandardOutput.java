// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Standard output whose errors are errors of the command; System.out would keep a full disk to
 * itself. A reader that goes away early, such as head, is no error: the command goes on unheard.
 */
public final class StandardOutput extends OutputStream {
  private final OutputStream target = new FileOutputStream(FileDescriptor.out);

  private StandardOutput() {}

  /**
   * Writes text to it, in the encoding of standard output.
   *
   * @return throws {@link CommandFailure} when what was written cannot go out
   */
  public static PrintWriter writer() {
    return new PrintWriter(
        new BufferedWriter(new OutputStreamWriter(new StandardOutput(), System.out.charset())),
        true);
  }

  @Override
  public void write(int oneByte) {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  // A PrintWriter takes IOException for itself, and passes all others on.
  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      target.write(bytes, offset, length);
    } catch (IOException e) {
      if (!isReaderGone(e)) {
        throw new CommandFailure(ExitCode.ERROR, "standard output: " + e.getMessage());
      }
    }
  }

  /** Whether a write failed because nobody reads the pipe any more. */
  static boolean isReaderGone(IOException error) {
    return String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
  }
}
