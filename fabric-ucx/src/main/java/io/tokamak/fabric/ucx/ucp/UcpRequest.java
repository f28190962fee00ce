// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx.ucp;

import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** What goes on after a call returned: a number, 0 for nothing. */
public final class UcpRequest {
  private static final MethodHandle CHECK =
      UcpFunction.UCP_REQUEST_CHECK_STATUS.handle(Linker.Option.critical(false));
  private static final MethodHandle FREE =
      UcpFunction.UCP_REQUEST_FREE.handle(Linker.Option.critical(false));

  private UcpRequest() {}

  /** Its status. Looks only; a loop of nothing else would never reach a safepoint. */
  public static byte status(long request) {
    try {
      return (byte) CHECK.invokeExact(request);
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /** Gives it back. */
  public static void free(long request) {
    try {
      FREE.invokeExact(request);
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }
}
