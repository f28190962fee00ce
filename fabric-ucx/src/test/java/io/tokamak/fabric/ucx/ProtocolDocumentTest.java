// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/ucx-fabric.md says what the code does. */
final class ProtocolDocumentTest {
  private String document = "";

  @BeforeEach
  void readDocument() throws IOException {
    Path folder = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    document = Files.readString(folder.resolve("docs/ucx-fabric.md"));
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

  /** The three notices, then the header of frames; their bytes are pinned by other tests. */
  @Test
  void shouldPutEachFieldAtItsOffset() {
    assertThat(find("^[|/].*[|/]  ?(\\d+)$").stream().map(Integer::valueOf))
        .containsExactly(
            0, 4, 8, 16, 20, 24, 28, 32, 0, 4, 8, 12, 0, 4, 8, 12, 16, 24, 32, 36, 0, 8, 12, 16, 24,
            28, 32, 40, 48);
    assertThat(document).contains("The header has %d bytes".formatted(Frame.LENGTH));
  }

  @Test
  @SuppressWarnings("EnumOrdinal") // that is what the document numbers
  void shouldNumberStatusesAndAccess() {
    assertThat(document)
        .contains(
            "0 done, %d stale pointer, %d out of bounds, %d denied, %d misaligned"
                .formatted(
                    OperationStatus.STALE_POINTER.ordinal(),
                    OperationStatus.OUT_OF_BOUNDS.ordinal(),
                    OperationStatus.DENIED.ordinal(),
                    OperationStatus.MISALIGNED.ordinal()))
        .contains(
            "%d local, %d read, %d write"
                .formatted(Access.LOCAL.ordinal(), Access.READ.ordinal(), Access.WRITE.ordinal()))
        .contains("- `version`: %d,".formatted(Notice.VERSION));
  }

  @Test
  void shouldNameTheLimits() {
    assertThat(document)
        .contains("| message | %s bytes |".formatted(grouped(Limits.MESSAGE_BYTES)))
        .contains("| READ and WRITE | %s bytes |".formatted(grouped(Limits.SERVED_PIECE_BYTES)))
        .contains("served | %s bytes |".formatted(grouped(Limits.SERVED_WINDOW_BYTES)))
        .contains("card | %s bytes |".formatted(grouped(Limits.DIRECT_PIECE_BYTES)))
        .contains("| such pieces under way | %s".formatted(grouped(Limits.DIRECT_WINDOW_BYTES)))
        .contains("worker | %s bytes |".formatted(grouped(Notice.MOST_ADDRESS_BYTES)))
        .contains("| key | %s bytes |".formatted(grouped(Notice.MOST_KEY_BYTES)))
        .contains("waits, %s at most".formatted(grouped(Limits.EARLY_FRAMES)))
        .contains("too early | %s bytes |".formatted(grouped(Limits.EARLY_BYTES)))
        .contains("for %d s".formatted(Limits.ANSWER_NS / 1_000_000_000))
        .contains("until it is there, %d at most".formatted(Ways.MOST_BEHIND))
        .contains("or %s ms are over".formatted(grouped(Regions.PATIENCE_NS / 1_000_000)))
        .contains(
            "may be silent, which is %s ms"
                .formatted(grouped(UcxOptions.loopback().wireUp().silenceNs() / 1_000_000)));
  }
}
