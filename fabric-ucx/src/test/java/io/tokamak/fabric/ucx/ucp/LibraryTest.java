// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx.ucp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library that is not there, is no UCX, or is too old: one line says so and what to do. */
final class LibraryTest {
  private static final Path COMPILER = Path.of("/usr/bin/gcc");

  @TempDir private Path directory;

  @Test
  void shouldSayThatThereIsNone() {
    UcpLibrary none = UcpLibrary.open("/nowhere/libucp.so.0");

    assertThat(none.reason())
        .isEqualTo("cannot load /nowhere/libucp.so.0: " + none.remedy())
        .doesNotContain("\n");
    assertThat(none.remedy()).startsWith("give -Dtokamak.ucx.library the path of a libucp.so.0");
    assertThat(none.version()).isEmpty();
    assertThat(none.find("ucp_get_version")).isEmpty();
  }

  @Test
  void shouldSayThatItIsSomethingElse() {
    assertThat(UcpLibrary.open("libc.so.6").reason())
        .isEqualTo("libc.so.6 is no libucp: it has no function ucp_get_version");
  }

  @Test
  void shouldRefuseAnOldVersion() throws Exception {
    assertThat(UcpLibrary.open(library(1, 12, "")).reason())
        .isEqualTo("version 1.12.0 is too old, 1.13.0 or newer is needed (apt install libucx0)");
  }

  /** Another major version may have other structures, which nobody would notice in time. */
  @Test
  void shouldRefuseAnUnknownGeneration() throws Exception {
    assertThat(UcpLibrary.open(library(2, 0, "")).reason())
        .isEqualTo(
            "version 2.0.0 is of a generation that nobody has tried; 1.x is needed, from 1.13.0 on"
                + " (apt install libucx0, or -Dtokamak.ucx.library=/path/libucp.so.0)");
  }

  @Test
  void shouldMissFunctionsByTheirNames() throws Exception {
    assertThat(UcpLibrary.open(library(1, 14, "")).reason())
        .isEqualTo("version 1.14.0 has no function ucp_config_read (apt install libucx0)");
  }

  /** Minor versions only add. */
  @Test
  void shouldTakeANewerMinorVersionThatHasTheFunctions() throws Exception {
    String functions =
        Arrays.stream(UcpFunction.values())
            .map(function -> "void %s(void) {}\n".formatted(function.cName()))
            .collect(Collectors.joining());
    UcpLibrary newer = UcpLibrary.open(library(1, 99, functions));

    assertThat(newer.reason()).isEmpty();
    assertThat(newer.version()).hasValue(new UcpVersion(1, 99, 0));
  }

  @Test
  void shouldOrderVersions() {
    assertThat(new UcpVersion(1, 13, 1)).isGreaterThan(new UcpVersion(1, 13, 0));
    assertThat(new UcpVersion(1, 9, 9)).isLessThan(new UcpVersion(1, 13, 0));
    assertThat(new UcpVersion(2, 0, 0)).isGreaterThan(new UcpVersion(1, 18, 1));
    assertThat(new UcpVersion(1, 18, 1)).hasToString("1.18.1");
  }

  @Test
  void shouldFindTheOneThatIsInstalled() {
    assumeThat(Ucp.LIBRARY.reason()).as("apt install libucx0").isEmpty();

    assertThat(Ucp.LIBRARY.version())
        .hasValueSatisfying(
            version -> assertThat(version).isGreaterThanOrEqualTo(new UcpVersion(1, 13, 0)));
    assertThat(Ucp.text(-6)).isEqualTo("Destination is unreachable (-6)");
  }

  /** A library that knows its version, and these functions in C. */
  private String library(int major, int minor, String functions)
      throws IOException, InterruptedException {
    assumeThat(COMPILER).as("apt install gcc libc6-dev").exists();
    Path source = directory.resolve("version.c");
    Files.writeString(
        source,
        "void ucp_get_version(unsigned *a, unsigned *b, unsigned *c) { *a = %d; *b = %d; *c = 0; }\n"
                .formatted(major, minor)
            + functions);
    Path library = directory.resolve("libucp-%d-%d.so".formatted(major, minor));
    Process gcc =
        new ProcessBuilder(
                COMPILER.toString(),
                "-shared",
                "-fPIC",
                "-o",
                library.toString(),
                source.toString())
            .inheritIO()
            .start();
    assertThat(gcc.waitFor()).isZero();
    return library.toString();
  }
}
