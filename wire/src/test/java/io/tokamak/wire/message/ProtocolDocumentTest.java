// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.frame.FrameHeader;
import io.tokamak.wire.frame.MessageType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/protocol.md says what the code does. */
@TestInstance(Lifecycle.PER_CLASS)
final class ProtocolDocumentTest {
  private String document = "";

  @BeforeAll
  void readDocument() throws IOException {
    document = Files.readString(projectFolder().resolve("docs/protocol.md"));
  }

  @Test
  void shouldHaveASectionForEachMessageTypeInOrder() {
    List<String> expected =
        Arrays.stream(MessageType.values()).map(type -> type.code() + " " + type).toList();

    assertThat(find("^### (\\d+ [A-Z_]+)$")).isEqualTo(expected);
  }

  @Test
  void shouldHaveARowForEachErrorCodeInOrder() {
    List<String> expected =
        Arrays.stream(ErrorCode.values())
            .map(code ->
                "| %d | %s | %s |"
                    .formatted(code.code(), code, code.exception("").getClass().getSimpleName()))
            .toList();

    assertThat(find("^(\\| \\d+ \\| [A-Z_]+ \\| \\w+ \\|)")).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void shouldDrawWhatEachDirectionSends(MessageType type) {
    String section = section(type.code() + " " + type);

    assertThat(section.contains("\nRequest:"))
        .isEqualTo(type.direction() != MessageType.Direction.PUSH);
    assertThat(section.contains("\nReply:"))
        .isEqualTo(type.direction() == MessageType.Direction.CALL);
    assertThat(section.contains("\nOne-way:"))
        .isEqualTo(type.direction() == MessageType.Direction.ONE_WAY);
    assertThat(section.contains("\nPush:"))
        .isEqualTo(type.direction() == MessageType.Direction.PUSH);
  }

  @Test
  void shouldNameTheLimits() {
    assertThat(document)
        .contains(
            "| frame, either direction | %s bytes |"
                .formatted(grouped(FrameHeader.MAX_FRAME_LENGTH)))
        .contains(
            "| items in one list of a frame | %s |".formatted(grouped(MessageLimits.MAX_ITEMS)))
        .contains(
            "| text for people | %s bytes of UTF-8 |"
                .formatted(grouped(MessageLimits.MAX_TEXT_LENGTH)))
        .contains("At most %s ids.".formatted(grouped(MessageLimits.MAX_LOCATED_IDS)))
        .contains("%s in all lists together".formatted(grouped(MessageLimits.MAX_SOURCES)))
        .contains("A page has %d nodes".formatted(MessageLimits.MAX_NODES))
        .contains("%s at most are told".formatted(grouped(MessageLimits.MAX_TRANSFERS)))
        .contains("| names | %d bytes of UTF-8 |".formatted(MessageLimits.MAX_NAME_LENGTH))
        .contains(
            "| message of an error | %s characters"
                .formatted(grouped(MessageLimits.MAX_ERROR_MESSAGE_LENGTH)))
        .contains("- `version`: %d.".formatted(FrameHeader.VERSION))
        .contains("Ids are %d bytes.".formatted(ObjectId.LENGTH));
  }

  @ParameterizedTest
  @CsvSource({
    "Entry reference, " + EntryRef.ENCODED_LENGTH,
    "Object location, " + ObjectLocation.ENCODED_LENGTH,
    "Object description, " + ObjectInfoCodec.ENCODED_LENGTH,
    "Inline object, " + PutObject.MIN_ENCODED_LENGTH,
    "Event, " + ObjectEvent.ENCODED_LENGTH,
    "Node, " + NodeKey.ENCODED_LENGTH,
    "Object source, " + ObjectSource.ENCODED_LENGTH,
    "Fetched item, " + FetchedItem.MIN_ENCODED_LENGTH,
    "Transfer summary, " + TransferSummary.MIN_ENCODED_LENGTH,
    "Transfer, " + TransferItem.MIN_ENCODED_LENGTH,
    "Node description, " + NodeDescription.MIN_ENCODED_LENGTH,
    "Cost, " + CostRow.MIN_ENCODED_LENGTH
  })
  void shouldNameTheLengthsOfItems(String item, int length) {
    assertThat(section(item)).startsWith("\n\n" + length + " byte");
  }

  private List<String> find(String pattern) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(document)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  private String section(String title) {
    int start = document.indexOf("\n### " + title + "\n");
    assertThat(start).as("section \"%s\"", title).isNotNegative();
    int body = start + 5 + title.length();
    int end = document.indexOf("\n##", body);
    return document.substring(body, end < 0 ? document.length() : end);
  }

  private static String grouped(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static Path projectFolder() {
    Path folder = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
      assertThat(folder).as("a folder above %s that has mvnw", Path.of("")).isNotNull();
    }
    return folder;
  }
}
