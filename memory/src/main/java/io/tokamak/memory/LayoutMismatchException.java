// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory;

/** A memory file does not have the layout this version reads. */
public final class LayoutMismatchException extends MemoryException {

  private static final long serialVersionUID = 1L;

  /**
   * @param what the file or record that was looked at
   * @param found what stands there
   * @param expected what should stand there
   * @param remedy what the user can do
   */
  public LayoutMismatchException(String what, String found, String expected, String remedy) {
    super("%s: found %s, expected %s. %s".formatted(what, found, expected, remedy));
  }
}
