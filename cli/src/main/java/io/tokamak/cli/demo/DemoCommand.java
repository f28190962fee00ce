// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.demo;

import io.tokamak.cli.command.CommandFailure;
import io.tokamak.cli.command.ExitCode;
import io.tokamak.cli.text.ByteSize;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tokamak demo}. */
@Command(
    name = "demo",
    description = {
      "Shows what Tokamak does: starts a node of its own, puts files, reads and verifies them in"
          + " other processes, kills one of them; starts two more nodes, fetches the files over"
          + " shared memory and over TCP, kills a node in the middle of that; stops. Ends with 0"
          + " when everything was as it should be."
    })
public final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(
      names = {"-r", "--readers"},
      paramLabel = "N",
      defaultValue = "4",
      description = "How many processes read at once. Default: ${DEFAULT-VALUE}.")
  private int readers;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description =
          "Files to put, or directories of files. Default: the JDK's own and the sources of"
              + " Tokamak.")
  private List<Path> files = List.of();

  /** With the usual files. */
  public DemoCommand() {}

  /** Its further processes, to be added to the commands beside it. */
  public static Object reader() {
    return new ReaderCommand();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    long startNs = System.nanoTime();
    Samples samples = files.isEmpty() ? Samples.usual() : Samples.given(files);
    requireUsable(samples);
    Story story = new Story(command.commandLine().getOut());
    Path directory = Files.createTempDirectory("tokamak-demo");
    try {
      play(story, samples, directory);
    } finally {
      remove(directory);
    }
    double seconds = (System.nanoTime() - startNs) / 1e9;
    story.end(
        "%s (%.1f s)"
            .formatted(
                story.isGood()
                    ? "Everything is as it should be."
                    : "Something is not as it should be.",
                seconds));
    return (story.isGood() ? ExitCode.OK : ExitCode.ERROR).number();
  }

  private static void requireUsable(Samples samples) {
    if (samples.all().isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "there is no file to put: name some");
    }
    if (!DemoNode.fits(samples.totalLength())) {
      throw new CommandFailure(
          ExitCode.FULL,
          "the files have %s, more than this machine has free: name smaller ones"
              .formatted(ByteSize.format(samples.totalLength())));
    }
  }

  private void play(Story story, Samples samples, Path directory)
      throws IOException, InterruptedException {
    Path socket;
    try (DemoNode node = new Opening(story).start(directory, samples)) {
      socket = node.socket();
      try (ObjectStoreClient client = Tokamak.builder().socket(socket).name("demo").connect()) {
        Scenes scenes = new Scenes(story, client, samples, directory);
        scenes.put();
        scenes.readElsewhere(socket, readers);
        scenes.killReader(socket);
        new ClusterScenes(story, client, samples, directory).play();
      }
      new Ending(story).stop(node);
    }
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
