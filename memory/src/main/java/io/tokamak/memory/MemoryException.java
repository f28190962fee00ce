// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory;

/**
 * Anything that went wrong below the store: the machine, the operating system or a foreign file.
 */
public abstract sealed class MemoryException extends RuntimeException
    permits InsufficientMemoryException,
        LayoutMismatchException,
        NativeAccessException,
        SystemCallException {

  private static final long serialVersionUID = 1L;

  MemoryException(String message) {
    super(message);
  }
}
