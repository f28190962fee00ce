// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx.ucp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A worker's way to another worker. For the thread of the worker.
 *
 * <p>What is begun here gives 0 when it is done, an error ({@link Ucp#isError}), or a {@link
 * UcpRequest} to be looked at until it ends, and to be given back then.
 */
public final class UcpEndpoint {
  private static final MethodHandle CREATE = UcpFunction.UCP_EP_CREATE.handle();
  private static final MethodHandle CLOSE = UcpFunction.UCP_EP_CLOSE_NBX.handle();
  private static final MethodHandle FLUSH = UcpFunction.UCP_EP_FLUSH_NBX.handle();
  private static final MethodHandle UNPACK = UcpFunction.UCP_EP_RKEY_UNPACK.handle();
  private static final MethodHandle KEY_DESTROY = UcpFunction.UCP_RKEY_DESTROY.handle();
  private static final MethodHandle SEND = UcpFunction.UCP_AM_SEND_NBX.handle();
  private static final MethodHandle GET = UcpFunction.UCP_GET_NBX.handle();
  private static final MethodHandle PUT = UcpFunction.UCP_PUT_NBX.handle();
  private static final MethodHandle ATOMIC = UcpFunction.UCP_ATOMIC_OP_NBX.handle();
  private static final int ADD = UcpConstant.UCP_ATOMIC_OP_ADD.value();
  private static final int COMPARE_AND_SWAP = UcpConstant.UCP_ATOMIC_OP_CSWAP.value();

  /** UCX reads an address by its own structure, not by a length: behind it come zeros. */
  private static final int MARGIN_BYTES = 4096;

  private final long endpoint;

  private UcpEndpoint(long endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * Begins a connection; messages can be sent at once.
   *
   * @param address of the other worker, as that one gave it: UCX believes it
   * @param number what the worker's failure handler calls it
   * @throws UcpException when no transport leads there
   */
  public static UcpEndpoint create(UcpWorker worker, byte[] address, long number) {
    try (Arena arena = Arena.ofConfined()) {
      UcpStruct struct = UcpStruct.ENDPOINT_PARAMS;
      MemorySegment target = arena.allocate(address.length + MARGIN_BYTES, Long.BYTES);
      MemorySegment.copy(address, 0, target, JAVA_BYTE, 0, address.length);
      MemorySegment params = arena.allocate(struct.layout());
      params.set(
          JAVA_LONG,
          struct.at("field_mask"),
          UcpConstant.bits(
              UcpConstant.UCP_EP_PARAM_FIELD_REMOTE_ADDRESS,
              UcpConstant.UCP_EP_PARAM_FIELD_ERR_HANDLING_MODE,
              UcpConstant.UCP_EP_PARAM_FIELD_ERR_HANDLER));
      params.set(JAVA_LONG, struct.at("address"), target.address());
      params.set(JAVA_INT, struct.at("err_mode"), UcpConstant.UCP_ERR_HANDLING_MODE_PEER.value());
      params.set(JAVA_LONG, struct.at("err_handler.cb"), worker.failureHandlerAddress());
      params.set(JAVA_LONG, struct.at("err_handler.arg"), number);
      MemorySegment out = arena.allocate(JAVA_LONG);
      Ucp.check(
          "ucp_ep_create",
          (byte) CREATE.invokeExact(worker.handle(), params.address(), out.address()));
      return new UcpEndpoint(out.get(JAVA_LONG, 0));
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /** Begins to close it; with {@link UcpParameters#forced} all that is under way ends. */
  public long close(UcpParameters how) {
    try {
      return (long) CLOSE.invokeExact(endpoint, how.address());
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /** Ends when all that was begun before is placed at the peer. */
  public long flush(UcpParameters how) {
    try {
      return (long) FLUSH.invokeExact(endpoint, how.address());
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /**
   * Makes use of a key that the peer has packed.
   *
   * @param key as the peer gave it: UCX believes it
   * @throws UcpException when this endpoint has no use for it
   */
  public long unpack(byte[] key) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment packed = arena.allocate(key.length + MARGIN_BYTES, Long.BYTES);
      MemorySegment.copy(key, 0, packed, JAVA_BYTE, 0, key.length);
      MemorySegment out = arena.allocate(JAVA_LONG);
      Ucp.check(
          "ucp_ep_rkey_unpack",
          (byte) UNPACK.invokeExact(endpoint, packed.address(), out.address()));
      return out.get(JAVA_LONG, 0);
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /** Gives a key back; nothing that uses it is under way. */
  public static void destroyKey(long key) {
    try {
      KEY_DESTROY.invokeExact(key);
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /** Sends a message; header and data belong to UCX until it ends. */
  public long send(long header, long headerLength, long data, long length, UcpParameters how) {
    try {
      return (long)
          SEND.invokeExact(
              endpoint, UcpWorker.MESSAGE_ID, header, headerLength, data, length, how.address());
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /** Reads memory of the peer. */
  public long get(long local, long length, long remote, long key, UcpParameters how) {
    try {
      return (long) GET.invokeExact(endpoint, local, length, remote, key, how.address());
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /** Writes memory of the peer; placed after a flush. */
  public long put(long local, long length, long remote, long key, UcpParameters how) {
    try {
      return (long) PUT.invokeExact(endpoint, local, length, remote, key, how.address());
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /**
   * Adds to a word of the peer.
   *
   * @param operand address of what to add
   */
  public long add(long operand, long remote, long key, UcpParameters how) {
    return atomic(ADD, operand, remote, key, how);
  }

  /**
   * Swaps a word of the peer if it is the expected one.
   *
   * @param expected address of the expected value; the new one is where the answer will be
   */
  public long compareAndSwap(long expected, long remote, long key, UcpParameters how) {
    return atomic(COMPARE_AND_SWAP, expected, remote, key, how);
  }

  private long atomic(int kind, long operand, long remote, long key, UcpParameters how) {
    try {
      return (long) ATOMIC.invokeExact(endpoint, kind, operand, 1L, remote, key, how.address());
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }
}
