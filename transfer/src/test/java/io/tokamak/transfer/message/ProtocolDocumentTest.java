// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.transfer.ControlWord;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.link.Letters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/transfer-protocol.md says what the code does. */
final class ProtocolDocumentTest {
  private static final Map<TransferType, Integer> LENGTHS = new EnumMap<>(TransferType.class);

  static {
    LENGTHS.put(TransferType.TRANSFER, Ask.LENGTH);
    LENGTHS.put(TransferType.DATA, Answer.LENGTH);
    LENGTHS.put(TransferType.CHUNK, Chunk.LENGTH);
    LENGTHS.put(TransferType.CREDIT, Credit.LENGTH);
    LENGTHS.put(TransferType.FIN, Fin.LENGTH);
    LENGTHS.put(TransferType.PUSH, Push.LENGTH);
    LENGTHS.put(TransferType.BROADCAST, Broadcast.LENGTH);
    LENGTHS.put(TransferType.PUSHED, Pushed.LENGTH);
    LENGTHS.put(TransferType.DELETE, Deletion.LENGTH);
    LENGTHS.put(TransferType.DELETED, Deletion.LENGTH);
    LENGTHS.put(TransferType.EVENTS, Events.LENGTH);
    LENGTHS.put(TransferType.SCRATCH, Scratch.ASK_LENGTH);
    LENGTHS.put(TransferType.SCRATCHED, Scratch.LENGTH);
  }

  private String document = "";

  @BeforeEach
  void readDocument() throws IOException {
    Path folder = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    document = Files.readString(folder.resolve("docs/transfer-protocol.md"));
  }

  private List<String> find(String pattern) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(document)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  @Test
  void shouldHaveASectionForEachTypeInOrder() {
    assertThat(find("^### (\\d+ [A-Z_]+)$"))
        .isEqualTo(
            Arrays.stream(TransferType.values()).map(type -> type.code() + " " + type).toList());
  }

  /** The first picture of a section ends where the body does. */
  @ParameterizedTest
  @EnumSource(TransferType.class)
  void shouldDrawTheWholeBody(TransferType type) {
    int length = LENGTHS.getOrDefault(type, 0);
    Matcher section =
        Pattern.compile("(?s)### %d %s\n(.*?)(?=\n### |\\z)".formatted(type.code(), type))
            .matcher(document);
    assertThat(section.find()).isTrue();
    assertThat(section.group(1)).contains("Body, %d bytes".formatted(length));
    if (length > 0) {
      String picture = section.group(1).split("```")[1];
      assertThat(picture.lines().mapToInt(ProtocolDocumentTest::bytes).sum()).isEqualTo(length);
    }
  }

  /** A row is 4 bytes, a bar that says so is as many as it says. */
  private static int bytes(String row) {
    Matcher bar = Pattern.compile("^/.* (\\d+) bytes +/.*").matcher(row);
    if (bar.matches() && !row.contains("`")) {
      return Integer.parseInt(bar.group(1));
    }
    return row.startsWith("|") ? 4 : row.contains("phases, 72") ? 72 : 0;
  }

  @Test
  void shouldHaveARowForEachProtocol() {
    assertThat(find("^\\| (\\d \\| [a-z0-9]+) \\| [A-Zti]"))
        .isEqualTo(
            Arrays.stream(Protocol.values())
                .map(protocol -> protocol.code() + " | " + protocol.label())
                .toList());
  }

  @Test
  void shouldHaveARowForEachStatus() {
    assertThat(find("^\\| (\\d \\| [A-Z_]+) \\|$"))
        .isEqualTo(
            Arrays.stream(AnswerStatus.values())
                .map(status -> status.code() + " | " + status)
                .toList());
  }

  @Test
  void shouldNameTheEndsOfFin() {
    for (Fin.End end : Fin.End.values()) {
      assertThat(document).contains("%d %s".formatted(end.code(), end));
    }
  }

  @Test
  void shouldNameTheSizes() {
    assertThat(document)
        .contains(
            "carries no part of an object has %s bytes at most"
                .formatted(String.format(Locale.ROOT, "%,d", Letters.LENGTH)))
        .contains("an entry of %d bytes".formatted(ControlWord.ENTRY_LENGTH));
  }
}
