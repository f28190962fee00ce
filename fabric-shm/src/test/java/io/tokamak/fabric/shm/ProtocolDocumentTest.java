// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/shm-fabric.md says what the code does. */
final class ProtocolDocumentTest {
  private String document = "";

  @BeforeEach
  void readDocument() throws IOException {
    Path folder = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    document = Files.readString(folder.resolve("docs/shm-fabric.md"));
  }

  private List<String> find(String pattern) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(document)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  @Test
  void shouldHaveASectionForEachTypeInOrder() {
    assertThat(find("^### (\\d+ [A-Z_]+)$"))
        .isEqualTo(
            Arrays.stream(FrameType.values()).map(type -> type.code() + " " + type).toList());
  }

  /** Header of a frame, then HELLO. */
  @Test
  void shouldPutEachFieldOfFramesAtItsOffset() {
    assertThat(find("^\\|.*\\|  ?(\\d+)$").stream().map(Integer::valueOf))
        .containsExactly(0, 4, 8, 12, 16, 0, 8, 16, 24, 32, 40, 48, 56);
    assertThat(document).contains("begins with these %d bytes".formatted(FrameHeader.LENGTH));
    assertThat(document).contains("Payload, %d bytes and a path".formatted(Hello.LENGTH));
  }

  @Test
  void shouldPutEachFieldOfTheTableAtItsOffset() {
    assertThat(find("^\\| (\\d+) \\|").stream().map(Long::valueOf))
        .containsExactly(
            TableLayout.MAGIC_AT,
            TableLayout.VERSION_AT,
            TableLayout.NODE_AT,
            TableLayout.EPOCH_AT,
            TableLayout.OVER_AT,
            TableLayout.WRITING_AT,
            TableLayout.FILE_NUMBER,
            TableLayout.FILE_DEVICE,
            TableLayout.FILE_INODE,
            TableLayout.FILE_BYTES,
            TableLayout.FILE_PATH_LENGTH,
            TableLayout.FILE_PATH,
            TableLayout.REGION_CONTROL,
            TableLayout.REGION_FILE,
            TableLayout.REGION_OFFSET,
            TableLayout.REGION_BYTES);
  }

  @Test
  void shouldNameTheSizesOfTheTable() {
    assertThat(document)
        .contains(
            "%d slots of %d bytes, the first at %s."
                .formatted(
                    TableLayout.FILES, TableLayout.FILE_LENGTH, grouped(TableLayout.FILES_AT)))
        .contains(
            "%s slots of %d bytes, the first at %s."
                .formatted(
                    grouped(TableLayout.REGIONS),
                    TableLayout.REGION_LENGTH,
                    grouped(TableLayout.REGIONS_AT)))
        .contains("The whole table has %s bytes".formatted(grouped(TableLayout.LENGTH)))
        .contains("in slot n %% %d".formatted(TableLayout.FILES))
        .contains("path in bytes, %d at most".formatted(TableLayout.PATH_BYTES))
        .contains("| 8 | version: %d |".formatted(TableLayout.VERSION));
  }

  @Test
  void shouldNameTheLimits() {
    assertThat(document)
        .contains("| message | %s bytes |".formatted(grouped(Limits.MESSAGE_BYTES)))
        .contains("REFUSED and GOODBYE | %s bytes |".formatted(grouped(Limits.TEXT_BYTES)))
        .contains("HELLO and WELCOME | %s bytes |".formatted(grouped(Limits.PATH_BYTES)))
        .contains("pieces of %s bytes".formatted(grouped(Limits.PIECE_BYTES)))
        .contains("%s bytes are copied in one poll".formatted(grouped(Limits.COPIED_BYTES)))
        .contains("Up to %s bytes are copied when".formatted(grouped(Limits.SMALL_BYTES)))
        .contains("If %d\npeers do not close".formatted(Limits.LINGERING))
        .contains("- `version`: %d.".formatted(FrameHeader.VERSION));
  }
}
