// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A second process for tests that need one: runs a scenario of {@link ChildMain}. */
final class ChildJvm implements AutoCloseable {

  private static final long DEADLINE_SECONDS = 60;
  private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  private final Process process;
  private final BufferedReader output;

  private ChildJvm(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    output = process.inputReader();
  }

  /** Starts {@code ChildMain} with native access, on the class path. */
  static ChildJvm start(String scenario, Object... arguments) throws IOException {
    return startWith(List.of(NATIVE_ACCESS, "-XX:TieredStopAtLevel=1"), scenario, arguments);
  }

  /**
   * The same with the optimizing compiler, for a scenario that measures. The JDK's own part of a
   * call is always inlined, so that only what our part allocates is left.
   */
  static ChildJvm startMeasuring(String scenario, Object... arguments) throws IOException {
    String inline = "-XX:CompileCommand=inline,jdk.internal.foreign.*::*";
    List<String> options = List.of(NATIVE_ACCESS, "-XX:CompileCommand=quiet", inline);
    return startWith(options, scenario, arguments);
  }

  /** Starts {@code ChildMain} on the class path with the JVM options given. */
  static ChildJvm startWith(List<String> options, String scenario, Object... arguments)
      throws IOException {
    List<String> all = new ArrayList<>(options);
    all.add("-cp");
    all.add(mainClasses() + ":" + testClasses());
    all.add(ChildMain.class.getName());
    return launch(all, scenario, arguments);
  }

  /** Starts {@code ChildMain} as part of the named module, with the JVM options given. */
  static ChildJvm startAsModule(List<String> options, String scenario, Object... arguments)
      throws IOException {
    List<String> all = new ArrayList<>(options);
    all.add("--module-path");
    all.add(mainClasses().toString());
    all.add("--patch-module");
    all.add("io.tokamak.memory=" + testClasses());
    all.add("-m");
    all.add("io.tokamak.memory/" + ChildMain.class.getName());
    return launch(all, scenario, arguments);
  }

  private static ChildJvm launch(List<String> options, String scenario, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.addAll(options);
    command.add(scenario);
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ChildJvm(command);
  }

  static Path mainClasses() {
    return rootOf(MappedFile.class);
  }

  private static Path testClasses() {
    return rootOf(ChildMain.class);
  }

  /** Where a class was loaded from; its code source would name the patched module instead. */
  private static Path rootOf(Class<?> type) {
    String file = type.getName().replace('.', '/') + ".class";
    String location = type.getClassLoader().getResource(file).getPath();
    return Path.of(location.substring(0, location.length() - file.length()));
  }

  long pid() {
    return process.pid();
  }

  Process process() {
    return process;
  }

  /** The next line the child prints. */
  String line() {
    return CompletableFuture.supplyAsync(this::readLine)
        .orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private String readLine() {
    try {
      return String.valueOf(output.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the child's standard input, which every scenario takes as the sign to leave. */
  void letGo() throws IOException {
    process.getOutputStream().close();
  }

  /** Kills the child as kill -9 does, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("child " + pid() + " does not die");
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
