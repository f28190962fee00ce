// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx.ucp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libucp that are called. Pointers are numbers; a status is one byte, since the
 * enumeration is packed.
 *
 * <p>Calls that run handlers, or may, are never critical: an upcall out of a critical call ends the
 * virtual machine. The few that only look at a request are, and each loop has a call that is not,
 * or it would never reach a safepoint.
 */
@SuppressWarnings("ImmutableEnumChecker") // descriptors are immutable
enum UcpFunction {
  UCP_CONFIG_READ(T.STATUS, T.P, T.P, T.P),
  UCP_CONFIG_MODIFY(T.STATUS, T.P, ADDRESS, ADDRESS),
  UCP_CONFIG_RELEASE(null, T.P),
  UCP_INIT_VERSION(T.STATUS, JAVA_INT, JAVA_INT, T.P, T.P, T.P),
  UCP_CLEANUP(null, T.P),
  UCP_WORKER_CREATE(T.STATUS, T.P, T.P, T.P),
  UCP_WORKER_DESTROY(null, T.P),
  UCP_WORKER_GET_ADDRESS(T.STATUS, T.P, T.P, T.P),
  UCP_WORKER_RELEASE_ADDRESS(null, T.P, T.P),
  UCP_WORKER_GET_EFD(T.STATUS, T.P, T.P),
  UCP_WORKER_ARM(T.STATUS, T.P),
  UCP_WORKER_PROGRESS(JAVA_INT, T.P),
  UCP_WORKER_FENCE(T.STATUS, T.P),
  UCP_WORKER_SET_AM_RECV_HANDLER(T.STATUS, T.P, T.P),
  UCP_AM_DATA_RELEASE(null, T.P, T.P),
  UCP_EP_CREATE(T.STATUS, T.P, T.P, T.P),
  UCP_EP_CLOSE_NBX(T.P, T.P, T.P),
  UCP_EP_FLUSH_NBX(T.P, T.P, T.P),
  UCP_EP_RKEY_UNPACK(T.STATUS, T.P, T.P, T.P),
  UCP_RKEY_DESTROY(null, T.P),
  UCP_MEM_MAP(T.STATUS, T.P, T.P, T.P),
  UCP_MEM_UNMAP(T.STATUS, T.P, T.P),
  UCP_RKEY_PACK(T.STATUS, T.P, T.P, T.P, T.P),
  UCP_RKEY_BUFFER_RELEASE(null, T.P),
  UCP_AM_SEND_NBX(T.P, T.P, JAVA_INT, T.P, T.P, T.P, T.P, T.P),
  UCP_GET_NBX(T.P, T.P, T.P, T.P, T.P, T.P, T.P),
  UCP_PUT_NBX(T.P, T.P, T.P, T.P, T.P, T.P, T.P),
  UCP_ATOMIC_OP_NBX(T.P, T.P, JAVA_INT, T.P, T.P, T.P, T.P, T.P),
  UCP_REQUEST_CHECK_STATUS(T.STATUS, T.P),
  UCP_REQUEST_FREE(null, T.P),
  UCS_STATUS_STRING(T.TEXT, T.STATUS);

  private static final int TEXT_BYTES = 4096;

  /** What parameters are made of. */
  private static final class T {
    static final ValueLayout.OfLong P = JAVA_LONG;
    static final ValueLayout.OfByte STATUS = JAVA_BYTE;

    @SuppressWarnings("restricted") // texts of UCX are short and end in a zero
    static final MemoryLayout TEXT =
        ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(TEXT_BYTES, JAVA_BYTE));
  }

  private final FunctionDescriptor descriptor;

  UcpFunction(@Nullable MemoryLayout result, MemoryLayout... parameters) {
    descriptor =
        result == null
            ? FunctionDescriptor.ofVoid(parameters)
            : FunctionDescriptor.of(result, parameters);
  }

  /** What C calls it. */
  String cName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A handle of it; without a library one that does nothing, which nobody gets to call. */
  @SuppressWarnings("restricted") // what the flag permits
  MethodHandle handle(Linker.Option... options) {
    Optional<MemorySegment> address = Ucp.LIBRARY.find(cName());
    return address.isPresent()
        ? Linker.nativeLinker().downcallHandle(address.get(), descriptor, options)
        : MethodHandles.empty(descriptor.toMethodType());
  }

  /** Rethrows what a handle threw; those of C functions throw nothing checked. */
  static RuntimeException rethrow(Throwable thrown) {
    switch (thrown) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError("a function of C threw a checked exception", thrown);
    }
  }
}
