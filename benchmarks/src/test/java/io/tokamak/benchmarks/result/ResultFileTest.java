// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.benchmarks.harness.Row;
import io.tokamak.testkit.seed.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResultFileTest {
  private static final Row ROW =
      new Row("redis", "get+read", 1024, 8, 20_000, 12_345, 3, 7.5, 12.25, 136.5);
  private static final ResultFile FILE =
      new ResultFile(
          "tokamak bench \"x\"",
          Map.of("cpu", "a \\ b\n\tµ"),
          List.of(new Peer("redis", "7", "redis-server --port 0")),
          List.of(ROW, ROW.among(3, 16).with("wire_us", 1.5)));

  @TempDir private Path directory;

  @Test
  void shouldWriteOneLineForEachRow() {
    assertThat(ResultWriter.text(FILE).lines())
        .contains(
            "{\"system\": \"redis\", \"op\": \"get+read\", \"size_bytes\": 1024, \"nodes\": 1,"
                + " \"clients\": 8, \"in_flight\": 1, \"objects\": 20000, \"n\": 12345, \"rep\": 3,"
                + " \"p50_us\": 7.50000, \"p99_us\": 12.25000, \"mb_per_s\": 136.5},",
            "{\"system\": \"redis\", \"op\": \"get+read\", \"size_bytes\": 1024, \"nodes\": 3,"
                + " \"clients\": 8, \"in_flight\": 16, \"objects\": 20000, \"n\": 12345, \"rep\":"
                + " 3, \"p50_us\": 7.50000, \"p99_us\": 12.25000, \"mb_per_s\": 136.5, \"wire_us\":"
                + " 1.50000}");
  }

  @Test
  void shouldReadWhatItWrote() throws IOException {
    Path file = directory.resolve("result.json");
    FILE.write(file);
    assertThat(ResultFile.read(file)).isEqualTo(FILE);
  }

  @Test
  void shouldReadAndWriteAFileWithoutRows() throws IOException {
    ResultFile empty = new ResultFile("", Map.of(), List.of(), List.of());
    Path file = directory.resolve("result.json");
    empty.write(file);
    assertThat(ResultFile.read(file)).isEqualTo(empty);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"format\": \"other\"}",
        "{\"format\": 1}",
        "{\"format\": \"tokamak-bench-1\", \"command\": \"\", \"machine\": {}, \"peers\": [],"
            + " \"rows\": [{}]}",
        "{\"format\": \"tokamak-bench-1\", \"command\": \"\", \"machine\": {}, \"peers\": [7],"
            + " \"rows\": []}"
      })
  void shouldRefuseWhatIsNoResultFile(String text) throws IOException {
    Path file = directory.resolve("other.json");
    Files.writeString(file, text);
    assertThatThrownBy(() -> ResultFile.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other.json is no result file");
  }

  /** One row of a good file, with something in it replaced. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "nodes": 1,  | `` | expected a whole number called nodes, found nothing
          "nodes": 1,  | "nodes": "1", | expected a whole number called nodes, found 1
          "nodes": 1,  | "nodes": 1.5, | expected a whole number called nodes, found 1.5
          "nodes": 1,  | "nodes": 4294967296, | nodes must be a count, found 4294967296
          "n": 12345,  | "n": 99999999999999999999, | expected a whole number called n, found 1.0E20
          "n": 12345,  | "n": 1, "n": 1, | $.rows[0].n is there twice
          7.50000      | 1e999 | at path $.rows[0].p50_us
          7.50000      | [] | expected a number called p50_us, found []
          "op": "get+read" | "op": {} | expected a text called op, found {}
          """)
  void shouldSayWhatIsWrongWithARow(String good, String bad, String message) throws IOException {
    Path file = directory.resolve("result.json");
    String text = ResultWriter.text(FILE);
    Files.writeString(file, text.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad)));
    assertThatThrownBy(() -> ResultFile.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("result.json is no result file: ", message, "; give one that");
  }

  @Test
  void shouldSayThatAFileIsCutOff() throws IOException {
    Path file = directory.resolve("result.json");
    String text = ResultWriter.text(FILE);
    Files.writeString(file, text.substring(0, text.indexOf("\"n\"")));
    assertThatThrownBy(() -> ResultFile.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("result.json is no result file: End of input", "$.rows[0]");
  }

  @Test
  void shouldSayWhyAFileCannotBeRead() throws IOException {
    Path binary = directory.resolve("binary");
    Files.write(binary, new byte[] {(byte) 0xff, 0, (byte) 0xfe});
    assertThatThrownBy(() -> ResultFile.read(binary))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("binary is no result file", "UTF-8", "--json");
    assertThatThrownBy(() -> ResultFile.read(directory.resolve("nofile.json")))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("nofile.json", "there is no such file", "--json");
    assertThatThrownBy(() -> ResultFile.read(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(directory.toString(), "it is a directory", "--json");
  }

  @Test
  void shouldPutFilesTogetherThatCompleteEachOther() throws IOException {
    Path one = directory.resolve("one.json");
    Path other = directory.resolve("other.json");
    FILE.write(one);
    new ResultFile("b", Map.of("cpu", "x"), List.of(), List.of(ROW.named("redis", "put")))
        .write(other);
    ResultFile both = ResultFile.readAll(List.of(one, other));
    assertThat(both.rows()).hasSize(3);
    assertThat(both.machine()).isEqualTo(FILE.machine());
    assertThat(both.command()).isEqualTo("tokamak bench \"x\"; b");
  }

  @Test
  void shouldNotTakeTwoRunsForRepetitionsOfOne() throws IOException {
    Path one = directory.resolve("one.json");
    FILE.write(one);
    assertThatThrownBy(() -> ResultFile.readAll(List.of(one, one)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("one.json", "redis get+read 1 KiB, clients 8", "bench compare");
  }

  /** Whatever becomes of the text, it is read or refused, and nothing else happens. */
  @Test
  void shouldReadOrRefuseDamagedText() {
    RandomGenerator random = Seeds.random(Seeds.pick("results"));
    String text = ResultWriter.text(FILE);
    for (int i = 0; i < 3_000; i++) {
      StringBuilder damaged = new StringBuilder(text);
      for (int damage = random.nextInt(4); damage >= 0; damage--) {
        damaged.setCharAt(
            random.nextInt(damaged.length()), "{}[]\",:\\u0-e. x".charAt(random.nextInt(15)));
      }
      if (random.nextBoolean()) {
        damaged.setLength(random.nextInt(damaged.length()));
      }
      readOrRefuse(damaged.toString());
    }
    readOrRefuse("[".repeat(100_000));
  }

  private static void readOrRefuse(String text) {
    try {
      assertThat(ResultReader.read(text).rows()).hasSizeLessThan(3);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageNotContaining("null");
    }
  }
}
