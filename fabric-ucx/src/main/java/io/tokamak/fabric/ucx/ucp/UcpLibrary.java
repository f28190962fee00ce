// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx.ucp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * libucp as it is on this machine: its functions, or the reason why it cannot be used, in one line
 * that says what to do.
 */
public final class UcpLibrary {
  /** Names another libucp than the system's; for tests, and for UCX in a place of its own. */
  public static final String PATH_PROPERTY = "tokamak.ucx.library";

  private static final String SYSTEM_NAME = "libucp.so.0";
  private static final String INSTALL = "apt install libucx0";
  private static final String INSTALL_ALL = INSTALL + " ibverbs-providers";
  private static final UcpVersion OLDEST = new UcpVersion(1, 13, 0);

  /**
   * Read by UCX when it is loaded. The first is a must: its constructor would take over SIGSEGV,
   * and the first implicit null check would end the virtual machine. Two keep UCX from writing into
   * the output of a command. The last one is for peers that nothing leads to: when UCX 1.13 gives
   * up a connection by UD that never came about, an assertion ends the process, so it may not.
   * Those that are set already stay.
   */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "UCX_ERROR_SIGNALS", "",
          "UCX_LOG_FILE", "stderr",
          "UCX_WARN_UNUSED_ENV_VARS", "n",
          "UCX_UD_TIMEOUT", "1000000s");

  private final List<SymbolLookup> lookups;
  private final @Nullable UcpVersion version;
  private final String reason;
  private final String remedy;

  private UcpLibrary(
      List<SymbolLookup> lookups, @Nullable UcpVersion version, String reason, String remedy) {
    this.lookups = lookups;
    this.version = version;
    this.reason = reason;
    this.remedy = remedy;
  }

  /** The one that the property names, else the system's. */
  static UcpLibrary usual() {
    return open(System.getProperty(PATH_PROPERTY, SYSTEM_NAME));
  }

  /**
   * Loads it, for good.
   *
   * @param name a path, or a name for the dynamic linker
   */
  public static UcpLibrary open(String name) {
    try {
      setEnvironment();
      return checked(lookups(name), name);
    } catch (IllegalArgumentException missing) {
      return name.equals(SYSTEM_NAME)
          ? missing("not installed (" + INSTALL + ")")
          : unloadable(name);
    } catch (IllegalCallerException denied) {
      String remedy = "start java with --enable-native-access=" + moduleName();
      return missing("native access is denied: " + remedy, remedy);
    }
  }

  private static UcpLibrary unloadable(String name) {
    String remedy =
        "give -D%s the path of a libucp.so.0, or leave it out for the one of the system"
            .formatted(PATH_PROPERTY);
    return missing("cannot load %s: %s".formatted(name, remedy), remedy);
  }

  private static UcpLibrary missing(String reason) {
    return missing(reason, INSTALL_ALL);
  }

  private static UcpLibrary missing(String reason, String remedy) {
    return new UcpLibrary(List.of(), null, reason, remedy);
  }

  private static String moduleName() {
    Module module = UcpLibrary.class.getModule();
    return module.isNamed() ? module.getName() : "ALL-UNNAMED";
  }

  /** A library of functions that everybody uses comes with libucp, under its own name. */
  @SuppressWarnings("restricted") // what the flag permits
  private static List<SymbolLookup> lookups(String name) {
    List<SymbolLookup> lookups = new ArrayList<>();
    lookups.add(SymbolLookup.libraryLookup(name, Arena.global()));
    try {
      lookups.add(SymbolLookup.libraryLookup(name.replace("libucp", "libucs"), Arena.global()));
    } catch (IllegalArgumentException absent) {
      // Then its functions are missing, which is said by their names.
    }
    return lookups;
  }

  private static UcpLibrary checked(List<SymbolLookup> lookups, String name) {
    UcpLibrary found = new UcpLibrary(lookups, null, "", "");
    Optional<MemorySegment> asked = found.find("ucp_get_version");
    if (asked.isEmpty()) {
      return missing(name + " is no libucp: it has no function ucp_get_version");
    }
    UcpVersion version = UcpVersion.ask(asked.get());
    if (version.compareTo(OLDEST) < 0) {
      return missing(
          "version %s is too old, %s or newer is needed (%s)".formatted(version, OLDEST, INSTALL));
    }
    if (version.major() > OLDEST.major()) {
      return missing(
          "version %s is of a generation that nobody has tried; %d.x is needed, from %s on (%s, or -D%s=/path/libucp.so.0)"
              .formatted(version, OLDEST.major(), OLDEST, INSTALL, PATH_PROPERTY));
    }
    for (UcpFunction function : UcpFunction.values()) {
      if (found.find(function.cName()).isEmpty()) {
        return missing(
            "version %s has no function %s (%s)".formatted(version, function.cName(), INSTALL));
      }
    }
    return new UcpLibrary(lookups, version, "", "");
  }

  private static void setEnvironment() {
    ENVIRONMENT.forEach((name, value) -> putIntoEnvironment(name, value, value.isEmpty()));
  }

  /** For libraries that look later; {@code always}: also if it is there. */
  @SuppressWarnings("restricted") // setenv changes what libraries see
  static void putIntoEnvironment(String name, String value, boolean always) {
    Linker linker = Linker.nativeLinker();
    MethodHandle setenv =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setenv"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int result =
          (int)
              setenv.invokeExact(
                  arena.allocateFrom(name), arena.allocateFrom(value), always ? 1 : 0);
      if (result != 0) {
        throw new IllegalStateException("setenv has no memory");
      }
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  Optional<MemorySegment> find(String function) {
    return lookups.stream().flatMap(lookup -> lookup.find(function).stream()).findFirst();
  }

  /** Why it cannot be used, with what to do; empty when it can. */
  public String reason() {
    return reason;
  }

  /** What to do, alone; empty when it can be used. */
  public String remedy() {
    return remedy;
  }

  /** Which version it is; empty when it cannot be used. */
  public Optional<UcpVersion> version() {
    return Optional.ofNullable(version);
  }
}
