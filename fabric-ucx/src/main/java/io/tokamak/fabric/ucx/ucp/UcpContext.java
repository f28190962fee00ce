// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx.ucp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.regex.Pattern;

/** Transports, devices, and the memory that is registered with them. For one thread at a time. */
public final class UcpContext implements AutoCloseable {
  /** What libucp hands on to libuct, which looks for it in the environment. */
  private static final Pattern TRANSPORT = Pattern.compile("(IB|RC|UD|DC|TCP|CMA|MM|SYSV|POSIX)_");

  private static final int API_MAJOR = 1;
  private static final int API_MINOR = 13;
  private static final MethodHandle CONFIG_READ = UcpFunction.UCP_CONFIG_READ.handle();
  private static final MethodHandle CONFIG_MODIFY = UcpFunction.UCP_CONFIG_MODIFY.handle();
  private static final MethodHandle CONFIG_RELEASE = UcpFunction.UCP_CONFIG_RELEASE.handle();
  private static final MethodHandle INIT = UcpFunction.UCP_INIT_VERSION.handle();
  private static final MethodHandle CLEANUP = UcpFunction.UCP_CLEANUP.handle();
  private static final MethodHandle MEM_MAP = UcpFunction.UCP_MEM_MAP.handle();
  private static final MethodHandle MEM_UNMAP = UcpFunction.UCP_MEM_UNMAP.handle();
  private static final MethodHandle RKEY_PACK = UcpFunction.UCP_RKEY_PACK.handle();
  private static final MethodHandle RKEY_RELEASE = UcpFunction.UCP_RKEY_BUFFER_RELEASE.handle();

  private final long context;

  private UcpContext(long context) {
    this.context = context;
  }

  /**
   * Opens transports and devices.
   *
   * @param settings of UCX, without UCX_ before their names; others are as in the environment.
   *     Those of single transports ({@code IB_GID_INDEX}) go there, for the whole process
   * @param oneSided whether memory of peers will be read and written, else there are only messages
   * @throws UcpException when a setting is unknown, or there is no such transport or device
   * @throws IllegalStateException when there is no library
   */
  public static UcpContext open(Map<String, String> settings, boolean oneSided) {
    if (!Ucp.LIBRARY.reason().isEmpty()) {
      throw new IllegalStateException("ucx: " + Ucp.LIBRARY.reason());
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_LONG);
      settings.forEach(UcpContext::putIntoEnvironment);
      long config = read(settings, arena, out);
      try {
        MemorySegment params = arena.allocate(UcpStruct.PARAMS.layout());
        params.set(
            JAVA_LONG,
            UcpStruct.PARAMS.at("field_mask"),
            UcpConstant.UCP_PARAM_FIELD_FEATURES.value());
        params.set(JAVA_LONG, UcpStruct.PARAMS.at("features"), features(oneSided));
        Ucp.check(
            "ucp_init_version",
            (byte) INIT.invokeExact(API_MAJOR, API_MINOR, params.address(), config, out.address()));
      } finally {
        CONFIG_RELEASE.invokeExact(config);
      }
      return new UcpContext(out.get(JAVA_LONG, 0));
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /**
   * Without need no memory operations: UCX serves those of its software transports at whatever
   * address the wire names, without a look at keys and bounds.
   */
  private static long features(boolean oneSided) {
    long messages = UcpConstant.bits(UcpConstant.UCP_FEATURE_AM, UcpConstant.UCP_FEATURE_WAKEUP);
    long memory = UcpConstant.bits(UcpConstant.UCP_FEATURE_RMA, UcpConstant.UCP_FEATURE_AMO64);
    return oneSided ? messages | memory : messages;
  }

  private static void putIntoEnvironment(String name, String value) {
    if (TRANSPORT.matcher(name).lookingAt()) {
      UcpLibrary.putIntoEnvironment("UCX_" + name, value, true);
    }
  }

  private static long read(Map<String, String> settings, Arena arena, MemorySegment out)
      throws Throwable {
    Ucp.check("ucp_config_read", (byte) CONFIG_READ.invokeExact(0L, 0L, out.address()));
    long config = out.get(JAVA_LONG, 0);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      if (TRANSPORT.matcher(setting.getKey()).lookingAt()) {
        continue;
      }
      MemorySegment name = arena.allocateFrom(setting.getKey());
      MemorySegment value = arena.allocateFrom(setting.getValue());
      byte status = (byte) CONFIG_MODIFY.invokeExact(config, name, value);
      if (status != Ucp.OK) {
        CONFIG_RELEASE.invokeExact(config);
        Ucp.check("setting UCX_" + setting.getKey() + " to '" + setting.getValue() + "'", status);
      }
    }
    return config;
  }

  long handle() {
    return context;
  }

  /**
   * Registers memory with all devices, which pins it.
   *
   * @return a handle for {@link #unmap} and {@link #packKey}
   * @throws UcpException when it cannot be pinned
   */
  public long map(long address, long length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params = arena.allocate(UcpStruct.MEM_MAP_PARAMS.layout());
      params.set(
          JAVA_LONG,
          UcpStruct.MEM_MAP_PARAMS.at("field_mask"),
          UcpConstant.bits(
              UcpConstant.UCP_MEM_MAP_PARAM_FIELD_ADDRESS,
              UcpConstant.UCP_MEM_MAP_PARAM_FIELD_LENGTH));
      params.set(JAVA_LONG, UcpStruct.MEM_MAP_PARAMS.at("address"), address);
      params.set(JAVA_LONG, UcpStruct.MEM_MAP_PARAMS.at("length"), length);
      MemorySegment out = arena.allocate(JAVA_LONG);
      Ucp.check(
          "ucp_mem_map", (byte) MEM_MAP.invokeExact(context, params.address(), out.address()));
      return out.get(JAVA_LONG, 0);
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /** Ends a registration. */
  public void unmap(long memory) {
    try {
      Ucp.check("ucp_mem_unmap", (byte) MEM_UNMAP.invokeExact(context, memory));
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /** What a peer needs to reach registered memory. */
  @SuppressWarnings("restricted") // as long as UCX says
  public byte[] packKey(long memory) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_LONG, 2);
      long pointer = out.address();
      Ucp.check(
          "ucp_rkey_pack",
          (byte) RKEY_PACK.invokeExact(context, memory, pointer, pointer + Long.BYTES));
      long key = out.getAtIndex(JAVA_LONG, 0);
      long length = out.getAtIndex(JAVA_LONG, 1);
      byte[] bytes = MemorySegment.ofAddress(key).reinterpret(length).toArray(JAVA_BYTE);
      RKEY_RELEASE.invokeExact(key);
      return bytes;
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /** Closes transports and devices; all workers and registrations are gone by then. */
  @Override
  public void close() {
    try {
      CLEANUP.invokeExact(context);
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }
}
