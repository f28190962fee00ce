// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.libc;

import io.tokamak.memory.NativeAccessException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds the functions of the C library.
 *
 * <p>A function that cannot be bound becomes a handle that throws {@link NativeAccessException}
 * when it is called. Were it to throw here, inside static initializers, the user would see
 * NoClassDefFoundError instead of the flag that is missing.
 */
final class Linkage {

  private static final MethodHandle SUPPLY =
      publicMethod(Supplier.class, "get", MethodType.methodType(Object.class));

  private Linkage() {}

  /** A call of {@code name} whose first parameter is the segment that receives errno. */
  static MethodHandle call(String name, FunctionDescriptor descriptor) {
    return bind(name, descriptor, Optional.empty());
  }

  /** The same for a function with {@code ...} after {@code fixedArguments} parameters. */
  static MethodHandle variadicCall(String name, FunctionDescriptor descriptor, int fixedArguments) {
    return bind(name, descriptor, Optional.of(Linker.Option.firstVariadicArg(fixedArguments)));
  }

  @SuppressWarnings("restricted") // what the flag permits; see accessDenied
  private static MethodHandle bind(
      String name, FunctionDescriptor descriptor, Optional<Linker.Option> option) {
    if (!Platform.SUPPORTED) {
      return throwing(descriptor, unsupportedPlatform());
    }
    List<Linker.Option> options = new ArrayList<>();
    options.add(Linker.Option.captureCallState("errno"));
    option.ifPresent(options::add);
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> address = linker.defaultLookup().find(name);
    if (address.isEmpty()) {
      return throwing(descriptor, "The C library has no function " + name + "; use a newer one.");
    }
    try {
      return linker.downcallHandle(
          address.get(), descriptor, options.toArray(Linker.Option[]::new));
    } catch (IllegalCallerException denied) {
      return throwing(descriptor, accessDenied());
    }
  }

  /** What the user has to add to the java command, with the name of the module as it runs now. */
  private static String accessDenied() {
    Module module = Linkage.class.getModule();
    String name = module.isNamed() ? module.getName() : "ALL-UNNAMED";
    return "Native access is denied to "
        + (module.isNamed() ? "module " + name : "the class path")
        + "; shared memory needs it. Start java with --enable-native-access="
        + name;
  }

  private static String unsupportedPlatform() {
    return "Tokamak needs Linux on x86_64 or aarch64; this is %s on %s."
        .formatted(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  private static MethodHandle throwing(FunctionDescriptor descriptor, String message) {
    MethodType type = descriptor.toMethodType().insertParameterTypes(0, MemorySegment.class);
    Supplier<NativeAccessException> supplier = () -> new NativeAccessException(message);
    MethodHandle fresh =
        SUPPLY.bindTo(supplier).asType(MethodType.methodType(NativeAccessException.class));
    MethodHandle thrower =
        MethodHandles.throwException(type.returnType(), NativeAccessException.class);
    return MethodHandles.dropArguments(
        MethodHandles.foldArguments(thrower, fresh), 0, type.parameterList());
  }

  private static MethodHandle publicMethod(Class<?> owner, String name, MethodType type) {
    try {
      return MethodHandles.publicLookup().findVirtual(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name.toLowerCase(Locale.ROOT), e);
    }
  }

  /** Rethrows what a handle threw; handles of C functions throw nothing checked. */
  static RuntimeException rethrow(Throwable thrown) {
    switch (thrown) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError("a system call threw a checked exception", thrown);
    }
  }
}
