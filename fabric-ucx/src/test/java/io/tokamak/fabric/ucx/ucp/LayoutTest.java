// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx.ucp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said here of libucp's structs and constants is what the compiler says. */
final class LayoutTest {
  private static final Path HEADER = Path.of("/usr/include/ucp/api/ucp.h");
  private static final Path COMPILER = Path.of("/usr/bin/gcc");

  @TempDir private Path directory;

  /** Needs gcc and libucx-dev, which {@code ./tokamak test} installs where it may. */
  @Test
  void shouldAgreeWithTheHeader() throws Exception {
    assumeThat(HEADER).as("apt install libucx-dev").exists();
    assumeThat(COMPILER).as("apt install gcc libc6-dev").exists();

    assertThat(run(compile(program()))).isEqualTo(expected());
  }

  /** Newer versions have more behind it, which field masks do not name. */
  @Test
  void shouldAcceptAStructThatHasGrown() throws Exception {
    assumeThat(HEADER).as("apt install libucx-dev").exists();
    assumeThat(COMPILER).as("apt install gcc libc6-dev").exists();
    String grown =
        "#define sizeof(x) (sizeof(x) + (sizeof(x) == %d ? 8 : 0))\nint main"
            .formatted(UcpStruct.MEM_MAP_PARAMS.layout().byteSize());
    String smaller = "#define sizeof(x) (sizeof(x) - (sizeof(x) > 64 ? 8 : 0))\nint main";

    assertThat(run(compile(program().replace("int main", grown)))).isEqualTo(expected());
    assertThat(run(compile(program().replace("int main", smaller)))).isNotEqualTo(expected());
  }

  private static List<String> expected() {
    List<String> lines = new ArrayList<>();
    for (UcpStruct struct : UcpStruct.values()) {
      lines.add(struct.cName() + " has room for it: 1");
      for (MemoryLayout member : struct.layout().memberLayouts()) {
        member
            .name()
            .ifPresent(name ->
                lines.add(
                    "%s.%s %d %d"
                        .formatted(
                            struct.cName(),
                            name,
                            struct.layout().byteOffset(PathElement.groupElement(name)),
                            member.byteSize())));
      }
    }
    for (UcpConstant constant : UcpConstant.values()) {
      lines.add(constant + " " + constant.value());
    }
    lines.add("ucs_status_t 1");
    return lines;
  }

  private static String program() {
    StringBuilder program =
        new StringBuilder("#include <stddef.h>\n#include <stdio.h>\n#include <ucp/api/ucp.h>\n");
    program.append("#define FIELD(s, f) \"%zu %zu\\n\", offsetof(s, f), sizeof(((s *)0)->f)\n");
    program.append("int main(void) {\n");
    for (UcpStruct struct : UcpStruct.values()) {
      String name = struct.cName();
      program.append(
          "printf(\"%s has room for it: %%d\\n\", sizeof(%s) >= %d);\n"
              .formatted(name, name, struct.layout().byteSize()));
      for (MemoryLayout member : struct.layout().memberLayouts()) {
        member
            .name()
            .ifPresent(field ->
                program.append(
                    "printf(\"%s.%s \" FIELD(%s, %s));\n".formatted(name, field, name, field)));
      }
    }
    for (UcpConstant constant : UcpConstant.values()) {
      program.append("printf(\"%s %%d\\n\", (int)%s);\n".formatted(constant, constant));
    }
    return program.append("printf(\"ucs_status_t %zu\\n\", sizeof(ucs_status_t));\n}\n").toString();
  }

  private Path compile(String program) throws Exception {
    Path source = Files.writeString(directory.resolve("layout.c"), program);
    Path binary = directory.resolve("layout");
    assertThat(run(COMPILER, Path.of("-o"), binary, source)).as("what gcc says").isEmpty();
    return binary;
  }

  private static List<String> run(Path... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    for (Path word : command) {
      words.add(word.toString());
    }
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as(new String(output, StandardCharsets.UTF_8)).isZero();
    return new String(output, StandardCharsets.UTF_8).lines().toList();
  }
}
