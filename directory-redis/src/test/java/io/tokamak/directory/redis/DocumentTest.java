// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.NodeRef;
import io.tokamak.wire.ObjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/directory-redis.md says what the code does. */
final class DocumentTest {
  private static final Keys KEYS = Keys.of("default");

  private String document = "";

  @BeforeEach
  void readDocument() throws IOException {
    Path folder = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    document = Files.readString(folder.resolve("docs/directory-redis.md"));
  }

  private List<String> firstColumn(String heading) {
    String section = document.substring(document.indexOf("\n## " + heading + "\n") + 1);
    int end = section.indexOf("\n## ");
    return Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE)
        .matcher(end < 0 ? section : section.substring(0, end))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  /** Names after the prefix, as the scripts and the classes write them. */
  private static Set<String> namesInScripts() {
    String all = Arrays.stream(Script.values()).map(Script::text).collect(Collectors.joining());
    return Pattern.compile("p \\.\\. '([a-z]+:?)'")
        .matcher(all)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void shouldNameEachKeyAndChannel() {
    Set<String> documented =
        Stream.concat(firstColumn("Keys").stream(), firstColumn("Channels").stream())
            .map(name -> name.replaceAll("<.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(documented).isEqualTo(namesInScripts());
  }

  @Test
  void shouldNameThemAsTheClassesDo() {
    NodeRef node = new NodeRef(1, 1);

    assertThat(document).contains("`tokamak:<cluster>:`");
    assertThat(KEYS.prefix()).isEqualTo("tokamak:default:");
    assertThat(KEYS.members()).isEqualTo("tokamak:default:m");
    assertThat(KEYS.shard(15)).isEqualTo("tokamak:default:c:f");
    assertThat(KEYS.echo(node)).isEqualTo("tokamak:default:e:0000000000000001");
    assertThat(KEYS.object(ObjectId.ZERO)).isEqualTo("tokamak:default:o:" + "0".repeat(40));
  }

  @Test
  void shouldNameEachScript() {
    assertThat(firstColumn("Scripts"))
        .isEqualTo(
            Arrays.stream(Script.values())
                .map(script -> script.name().toLowerCase(Locale.ROOT))
                .toList());
  }

  @Test
  void shouldNameTheLimits() {
    assertThat(document)
        .contains("up to %d changes".formatted(Batch.CHANGES))
        .contains("life to location, %d bytes".formatted(LocationCodec.LENGTH));
  }
}
