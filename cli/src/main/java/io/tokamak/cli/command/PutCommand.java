// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tokamak put}. */
@Command(
    name = "put",
    description = "Puts files into the store, each as an object, and prints their ids.",
    footer = {
      "",
      "Examples:",
      "  tokamak put model.bin",
      "  tokamak put --name model model.bin      then: tokamak get name:model",
      "  tar c directory | tokamak put -"
    })
final class PutCommand implements Callable<Integer> {
  private static final String STDIN = "-";

  @Spec private CommandSpec command;
  @Mixin private NodeAddress node;
  @Mixin private Output output;

  @ArgGroup private Identity identity = new Identity();

  @Option(
      names = {"-m", "--metadata"},
      paramLabel = "TEXT|@FILE",
      description = "Metadata of each object: this text, or the bytes of a file.")
  private Optional<String> metadata = Optional.empty();

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files to put; - is standard input.")
  private List<String> files;

  /** At most one of these. */
  static final class Identity {
    @Option(
        names = "--id",
        paramLabel = "HEX",
        description = "The id: 40 hexadecimal digits. Default: a new one.")
    private Optional<ObjectId> id = Optional.empty();

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "A name, of which the id is made; other commands then take name:NAME.")
    private Optional<String> name = Optional.empty();

    boolean isGiven() {
      return id.isPresent() || name.isPresent();
    }

    ObjectId id() {
      Optional<ObjectId> given = id.or(() -> name.map(ObjectId::named));
      return given.orElseGet(ObjectId::random);
    }
  }

  /** What was put. */
  private record Stored(ObjectId id, String file, long dataLength, int metadataLength) {
    Map<String, Object> json() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("id", id);
      fields.put("file", file);
      fields.put("data_bytes", dataLength);
      fields.put("metadata_bytes", metadataLength);
      return fields;
    }
  }

  @Override
  public Integer call() throws IOException {
    if (identity.isGiven() && files.size() > 1) {
      throw new ParameterException(
          command.commandLine(), "--id and --name are for one file, found " + files.size());
    }
    List<Map<String, Object>> stored = new ArrayList<>();
    byte[] metadataBytes = metadataBytes();
    try (ObjectStoreClient client = node.connect()) {
      for (String file : files) {
        Stored one = put(client, file, metadataBytes);
        stored.add(one.json());
        printLine(one);
      }
    } finally {
      printJson(stored);
    }
    return ExitCode.OK.number();
  }

  private Stored put(ObjectStoreClient client, String file, byte[] metadataBytes)
      throws IOException {
    ObjectId id = identity.id();
    long length =
        file.equals(STDIN)
            ? FileCopy.put(client, id, System.in, metadataBytes)
            : FileCopy.put(client, id, Path.of(file), metadataBytes);
    return new Stored(id, file, length, metadataBytes.length);
  }

  /** At once, not at the end: what was put before something goes wrong is there. */
  private void printLine(Stored one) {
    if (!output.isJson()) {
      output.print("", () -> one.id() + "  " + one.file() + "\n");
    }
  }

  /** One value, whatever went wrong: ids that only the store knows would be lost. */
  private void printJson(List<Map<String, Object>> stored) {
    if (output.isJson() && !stored.isEmpty()) {
      output.print(stored, () -> "");
    }
  }

  private byte[] metadataBytes() throws IOException {
    String text = metadata.orElse("");
    return text.startsWith("@")
        ? Files.readAllBytes(Path.of(text.substring(1)))
        : text.getBytes(StandardCharsets.UTF_8);
  }
}
