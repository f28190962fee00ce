// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx.ucp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * What makes progress: sends, receives, and tells. For one thread at a time.
 *
 * <p>Handlers run within {@link #progress} and within calls that send; they may not call anything
 * here.
 */
public final class UcpWorker implements AutoCloseable {
  private static final MethodHandle CREATE = UcpFunction.UCP_WORKER_CREATE.handle();
  private static final MethodHandle DESTROY = UcpFunction.UCP_WORKER_DESTROY.handle();
  private static final MethodHandle GET_ADDRESS = UcpFunction.UCP_WORKER_GET_ADDRESS.handle();
  private static final MethodHandle RELEASE = UcpFunction.UCP_WORKER_RELEASE_ADDRESS.handle();
  private static final MethodHandle GET_EFD = UcpFunction.UCP_WORKER_GET_EFD.handle();
  private static final MethodHandle ARM = UcpFunction.UCP_WORKER_ARM.handle();
  private static final MethodHandle PROGRESS = UcpFunction.UCP_WORKER_PROGRESS.handle();
  private static final MethodHandle FENCE = UcpFunction.UCP_WORKER_FENCE.handle();
  private static final MethodHandle SET_HANDLER =
      UcpFunction.UCP_WORKER_SET_AM_RECV_HANDLER.handle();
  private static final MethodHandle DATA_RELEASE = UcpFunction.UCP_AM_DATA_RELEASE.handle();
  private static final long RENDEZVOUS = UcpConstant.UCP_AM_RECV_ATTR_FLAG_RNDV.value();
  private static final long HOLDABLE = UcpConstant.UCP_AM_RECV_ATTR_FLAG_DATA.value();
  private static final long RECV_ATTR = UcpStruct.AM_RECV_PARAM.at("recv_attr");

  /** The only kind of message that is sent. */
  static final int MESSAGE_ID = 1;

  private final Arena arena = Arena.ofShared();
  private final long worker;
  private final Arrivals arrivals;
  private final Failures failures;
  private final MemorySegment failureHandler;
  private long surprises;
  private @Nullable Throwable defect;

  /** Hears what arrives. */
  @FunctionalInterface
  public interface Arrivals {
    /**
     * A message is there.
     *
     * @param header its address; gone when this returns
     * @param data its address; stays until {@link UcpWorker#release} if it is kept
     * @return whether the data are kept
     */
    boolean arrived(long header, long headerLength, long data, long length);
  }

  /** Hears of endpoints that broke. */
  @FunctionalInterface
  public interface Failures {
    /** The endpoint that was made with this number is of no use any more. */
    void failed(long number, byte status);
  }

  /**
   * A worker of this context.
   *
   * @throws UcpException when there is no device to work with, or no memory
   */
  public UcpWorker(UcpContext context, Arrivals arrivals, Failures failures) {
    this.arrivals = arrivals;
    this.failures = failures;
    long created = 0;
    try {
      created = create(context);
      failureHandler = failureHandler();
      register(created);
      worker = created;
    } catch (Throwable thrown) {
      destroy(created);
      arena.close();
      throw UcpFunction.rethrow(thrown);
    }
  }

  private static long create(UcpContext context) throws Throwable {
    try (Arena temporary = Arena.ofConfined()) {
      MemorySegment params = temporary.allocate(UcpStruct.WORKER_PARAMS.layout());
      params.set(
          JAVA_LONG,
          UcpStruct.WORKER_PARAMS.at("field_mask"),
          UcpConstant.UCP_WORKER_PARAM_FIELD_THREAD_MODE.value());
      params.set(
          JAVA_INT,
          UcpStruct.WORKER_PARAMS.at("thread_mode"),
          UcpConstant.UCS_THREAD_MODE_SERIALIZED.value());
      MemorySegment out = temporary.allocate(JAVA_LONG);
      Ucp.check(
          "ucp_worker_create",
          (byte) CREATE.invokeExact(context.handle(), params.address(), out.address()));
      return out.get(JAVA_LONG, 0);
    }
  }

  private static void destroy(long worker) {
    if (worker != 0) {
      try {
        DESTROY.invokeExact(worker);
      } catch (Throwable thrown) {
        throw UcpFunction.rethrow(thrown);
      }
    }
  }

  private void register(long created) throws Throwable {
    MemorySegment handler =
        upcall(
            "arrived",
            FunctionDescriptor.of(
                JAVA_BYTE, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    MemorySegment params = arena.allocate(UcpStruct.AM_HANDLER_PARAM.layout());
    params.set(
        JAVA_LONG,
        UcpStruct.AM_HANDLER_PARAM.at("field_mask"),
        UcpConstant.bits(
            UcpConstant.UCP_AM_HANDLER_PARAM_FIELD_ID,
            UcpConstant.UCP_AM_HANDLER_PARAM_FIELD_FLAGS,
            UcpConstant.UCP_AM_HANDLER_PARAM_FIELD_CB));
    params.set(JAVA_INT, UcpStruct.AM_HANDLER_PARAM.at("id"), MESSAGE_ID);
    params.set(
        JAVA_INT,
        UcpStruct.AM_HANDLER_PARAM.at("flags"),
        UcpConstant.UCP_AM_FLAG_PERSISTENT_DATA.value());
    params.set(JAVA_LONG, UcpStruct.AM_HANDLER_PARAM.at("cb"), handler.address());
    Ucp.check(
        "ucp_worker_set_am_recv_handler",
        (byte) SET_HANDLER.invokeExact(created, params.address()));
  }

  private MemorySegment failureHandler() throws ReflectiveOperationException {
    return upcall("failed", FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG, JAVA_BYTE));
  }

  @SuppressWarnings("restricted") // what the flag permits
  private MemorySegment upcall(String method, FunctionDescriptor descriptor)
      throws ReflectiveOperationException {
    MethodType type = descriptor.toMethodType();
    MethodHandle target = MethodHandles.lookup().bind(this, method, type);
    return Linker.nativeLinker().upcallStub(target, descriptor, arena);
  }

  /** Called by UCX. Whatever it threw would end the virtual machine. */
  @SuppressWarnings("unused") // by the stub
  private byte arrived(
      long argument, long header, long headerLength, long data, long length, long param) {
    try {
      long attributes = NativeMemory.ALL.get(JAVA_LONG, param + RECV_ATTR);
      boolean whole = (attributes & RENDEZVOUS) == 0;
      boolean holdable = (attributes & HOLDABLE) != 0;
      if (!whole || (length > 0 && !holdable)) {
        surprises++;
        return Ucp.OK;
      }
      boolean kept = arrivals.arrived(header, headerLength, data, length);
      return kept && holdable ? Ucp.IN_PROGRESS : Ucp.OK;
    } catch (Throwable thrown) {
      surprises++;
      defect = thrown;
      return Ucp.OK;
    }
  }

  /** Called by UCX, as {@link #arrived}. */
  @SuppressWarnings("unused") // by the stub
  private void failed(long number, long endpoint, byte status) {
    try {
      failures.failed(number, status);
    } catch (Throwable thrown) {
      surprises++;
      defect = thrown;
    }
  }

  /** Messages that no node of ours can have sent, and defects of handlers. */
  public long surprises() {
    return surprises;
  }

  /** The last defect of a handler; null if there was none. */
  public @Nullable Throwable defect() {
    return defect;
  }

  /** Gives back data that were kept. */
  public void release(long data) {
    try {
      DATA_RELEASE.invokeExact(worker, data);
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /** Where peers find it, in UCX's own terms. */
  @SuppressWarnings("restricted") // as long as UCX says
  public byte[] address() {
    try (Arena temporary = Arena.ofConfined()) {
      MemorySegment out = temporary.allocate(JAVA_LONG, 2);
      long pointer = out.address();
      Ucp.check(
          "ucp_worker_get_address",
          (byte) GET_ADDRESS.invokeExact(worker, pointer, pointer + Long.BYTES));
      long address = out.getAtIndex(JAVA_LONG, 0);
      long length = out.getAtIndex(JAVA_LONG, 1);
      byte[] bytes = MemorySegment.ofAddress(address).reinterpret(length).toArray(JAVA_BYTE);
      RELEASE.invokeExact(worker, address);
      return bytes;
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /** A descriptor that is readable when there is something to do; see {@link #arm}. */
  public int eventDescriptor() {
    try (Arena temporary = Arena.ofConfined()) {
      MemorySegment out = temporary.allocate(JAVA_INT);
      Ucp.check("ucp_worker_get_efd", (byte) GET_EFD.invokeExact(worker, out.address()));
      return out.get(JAVA_INT, 0);
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /**
   * Has the descriptor become readable at the next event; false when there is something to do
   * already, so that {@link #progress} comes first.
   */
  public boolean arm() {
    try {
      byte status = (byte) ARM.invokeExact(worker);
      if (status == UcpConstant.UCS_ERR_BUSY.value()) {
        return false;
      }
      Ucp.check("ucp_worker_arm", status);
      return true;
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /** Makes progress; returns 0 when there was nothing to do. Not critical: runs handlers. */
  public int progress() {
    try {
      return (int) PROGRESS.invokeExact(worker);
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /** What is read or written later on an endpoint is ordered behind what was before. */
  public void fence() {
    try {
      Ucp.check("ucp_worker_fence", (byte) FENCE.invokeExact(worker));
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  long handle() {
    return worker;
  }

  /** What UCX calls when an endpoint fails. */
  long failureHandlerAddress() {
    return failureHandler.address();
  }

  /** Ends it, with all its endpoints. */
  @Override
  public void close() {
    destroy(worker);
    arena.close();
  }
}
