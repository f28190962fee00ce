// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.testkit.seed.Seeds;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** The command that plays one run of the running test again. */
final class Replay {
  private static final String OWN = "io.tokamak.";

  private Replay() {}

  static String command(long seed) {
    Optional<StackFrame> test =
        StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE)
            .walk(frames ->
                frames.filter(frame -> frame.getClassName().startsWith(OWN)).reduce((a, b) -> b));
    String name = test.map(t -> t.getClassName() + "#" + t.getMethodName()).orElse("<the test>");
    String module = test.map(frame -> module(frame.getDeclaringClass())).orElse("");
    return "./mvnw%s -am test '-Dtest=%s' -Dsurefire.failIfNoSpecifiedTests=false %s"
        .formatted(module, name.substring(name.lastIndexOf('.') + 1), Seeds.replayFlag(seed));
  }

  /** Classes of tests lie in {@code <module>/target/test-classes}. */
  private static String module(Class<?> test) {
    CodeSource source = test.getProtectionDomain().getCodeSource();
    if (source == null) {
      return "";
    }
    for (Path at = Path.of(source.getLocation().getPath()); at != null; at = at.getParent()) {
      if (at.endsWith("target") && at.getParent() != null) {
        return " -pl " + at.getParent().getFileName();
      }
    }
    return "";
  }
}
