// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.OperationStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/fabric-protocol.md says what the code does. */
final class ProtocolDocumentTest {
  private String document = "";

  @BeforeEach
  void readDocument() throws IOException {
    Path folder = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    document = Files.readString(folder.resolve("docs/fabric-protocol.md"));
  }

  private List<String> find(String pattern) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(document)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static String grouped(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  @Test
  void shouldHaveASectionForEachTypeInOrder() {
    assertThat(find("^### (\\d+ [A-Z_]+)$"))
        .isEqualTo(
            Arrays.stream(FrameType.values()).map(type -> type.code() + " " + type).toList());
  }

  @Test
  void shouldHaveARowForEachStatusOnTheWire() {
    FrameHeader header = new FrameHeader();
    List<String> expected =
        IntStream.range(0, OperationStatus.values().length - 1)
            .mapToObj(code -> {
              header.status = code;
              return "| %d | %s |".formatted(code, header.outcome());
            })
            .toList();

    assertThat(find("^(\\| \\d \\| [A-Z_]+ \\|)$")).isEqualTo(expected);
  }

  @Test
  void shouldNameTheLimits() {
    assertThat(document)
        .contains("| message | %s bytes |".formatted(grouped(Limits.MESSAGE_BYTES)))
        .contains(
            "| piece of a long read or write | %s bytes |".formatted(grouped(Limits.PIECE_BYTES)))
        .contains("| read or write over flow 0 | %s bytes |".formatted(grouped(Limits.SMALL_BYTES)))
        .contains("| flows of an endpoint | %d |".formatted(Limits.FLOWS))
        .contains(
            "| text of REFUSED and GOODBYE | %s bytes |".formatted(grouped(Limits.TEXT_BYTES)))
        .contains("on one flow | %s |".formatted(grouped(Limits.OWED_PIECES)))
        .contains("- `version`: %d.".formatted(FrameHeader.VERSION));
  }

  @Test
  void shouldNameTheLengthsOfTheHandshake() {
    for (FrameType type :
        List.of(FrameType.HELLO, FrameType.CHALLENGE, FrameType.PROOF, FrameType.WELCOME)) {
      assertThat(document)
          .contains(
              "### %d %s\n\nPayload, %d bytes:".formatted(type.code(), type, type.maxLength()));
    }
  }

  /** The picture of each header is the one that stands at the code. */
  @Test
  void shouldPutEachFieldAtItsOffset() {
    assertThat(find("^\\|.*\\|  ?(\\d+)$").stream().map(Integer::valueOf))
        .startsWith(0, 4, 8, 12, 16, 24, 28, 32, 40, 48, 56, 60);
  }
}
