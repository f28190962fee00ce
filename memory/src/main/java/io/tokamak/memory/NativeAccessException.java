// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory;

/**
 * The operating system cannot be called: the JVM forbids it, the C library lacks the function, or
 * the platform is not supported.
 */
public final class NativeAccessException extends MemoryException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what is missing and the exact flag or package that provides it
   */
  public NativeAccessException(String message) {
    super(message);
  }
}
