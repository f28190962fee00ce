// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/directory-protocol.md says what the code does. */
final class ProtocolDocumentTest {
  private static final String SOURCES = "directory/src/main/java/io/tokamak/directory/";

  private Path folder = Path.of("");
  private String document = "";

  @BeforeEach
  void readDocument() throws IOException {
    folder = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    document = Files.readString(folder.resolve("docs/directory-protocol.md"));
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
    assertThat(find("^### (\\d+ [A-Z]+)$"))
        .isEqualTo(
            Arrays.stream(DirectoryMessageType.values())
                .map(type -> type.code() + " " + type)
                .toList());
  }

  @Test
  void shouldHaveARowForEachKindOfChange() {
    assertThat(find("^\\| (\\d [A-Z]+) \\|"))
        .isEqualTo(
            Arrays.stream(UpdateMessage.Kind.values())
                .map(kind -> kind.code() + " " + kind)
                .toList());
  }

  @Test
  void shouldNameTheLimits() {
    assertThat(document)
        .contains("| message | %s bytes,".formatted(grouped(DirectoryMessage.MOST_BYTES)))
        .contains("| node | %s bytes |".formatted(grouped(NodeBytes.MOST_BYTES)))
        .contains("| %s bytes |".formatted(grouped(RefusedMessage.MOST_TEXT_BYTES)))
        .contains("in FOUND | %d |".formatted(FoundMessage.MOST_LOCATIONS))
        .contains("not answered, of one node | %s |".formatted(grouped(Limits.UNANSWERED)))
        .contains("watched by one node | %s |".formatted(grouped(Limits.WATCHED)))
        .contains("not taken | %s |".formatted(grouped(Limits.NEWS)))
        .contains("%d bytes each".formatted(UpdateMessage.ITEM_LENGTH))
        .contains("`version`: %d.".formatted(DirectoryMessage.VERSION));
  }

  /** The bytes of each field are pinned where it stands by the test of the messages. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "NodeInfoCodec",
        "message/LocationCodec",
        "message/JoinMessage",
        "message/JoinedMessage",
        "message/MembersMessage",
        "message/LeftMessage",
        "message/UpdateMessage",
        "message/FoundMessage"
      })
  void shouldShowThePictureThatStandsAtTheCode(String source) throws IOException {
    String code = Files.readString(folder.resolve(SOURCES + source + ".java"));
    int begin = code.indexOf("<pre>\n") + "<pre>\n".length();
    String picture = code.substring(begin, code.indexOf(" * </pre>")).replace("\n * ", "\n");

    assertThat(document).contains("```\n" + picture.substring(" * ".length()) + "```\n");
  }
}
