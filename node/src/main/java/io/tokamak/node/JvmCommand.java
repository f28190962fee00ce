// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Starts Java as this process was started: same Java, same options, same class path. */
public final class JvmCommand {
  private final List<String> options;
  private final String classPath;

  private JvmCommand(List<String> options, String classPath) {
    this.options = List.copyOf(options);
    this.classPath = classPath;
  }

  /** The way this process was started. */
  public static JvmCommand ofThisProcess() {
    return new JvmCommand(options(commandLine()), System.getProperty("java.class.path"));
  }

  // Not ProcessHandle.Info.arguments(): that gives nothing when the line is longer than a page, as
  // with a class path it is.
  private static List<String> commandLine() {
    try {
      String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
      return Arrays.asList(line.split("\0", -1));
    } catch (IOException e) {
      return List.of();
    }
  }

  /** What stands between {@code java} and the class path or the main class. */
  static List<String> options(List<String> commandLine) {
    return commandLine.stream().skip(1).takeWhile(JvmCommand::isOption).toList();
  }

  private static boolean isOption(String word) {
    boolean names = List.of("-cp", "-classpath", "--class-path", "-jar").contains(word);
    return word.startsWith("-") && !names;
  }

  /** The words that start {@code mainClass} with these arguments. */
  public List<String> of(String mainClass, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(options);
    words.addAll(List.of("-cp", classPath, mainClass));
    words.addAll(arguments);
    return List.copyOf(words);
  }
}
