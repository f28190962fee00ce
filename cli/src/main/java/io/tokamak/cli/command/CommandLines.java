// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.ByteSize;
import io.tokamak.cli.text.TimeSpan;
import io.tokamak.node.NumaChoice;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;

/** Puts the commands together. */
public final class CommandLines {
  private CommandLines() {}

  /**
   * All commands of this package below {@code root}, with their errors and their ways to read
   * values.
   */
  public static CommandLine under(Object root, Object... further) {
    CommandLine commands = new CommandLine(root);
    for (Object command :
        new Object[] {
          new NodeCommand(),
          new PutCommand(),
          new GetCommand(),
          new LsCommand(),
          new StatCommand(),
          new HashCommand(),
          new WatchCommand(),
          new RmCommand(),
          new PinCommand(),
          new UnpinCommand(),
          new EvictCommand(),
          new StatsCommand(),
          new NodesCommand(),
          new FetchCommand(),
          new LocateCommand(),
          new PushCommand(),
          new BroadcastCommand(),
          new TransfersCommand(),
          new CalibrateCommand(),
          new DoctorCommand(),
          new BenchCommand()
        }) {
      commands.addSubcommand(command);
    }
    for (Object command : further) {
      commands.addSubcommand(command);
    }
    return configured(commands);
  }

  private static CommandLine configured(CommandLine commands) {
    ErrorReport errors = new ErrorReport();
    commands.registerConverter(ByteSize.class, reading(ByteSize::parse));
    commands.registerConverter(TimeSpan.class, reading(TimeSpan::parse));
    commands.registerConverter(NumaChoice.class, reading(NumaChoice::parse));
    commands.registerConverter(ObjectId.class, reading(ObjectId::fromHex));
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setExpandAtFiles(false); // an @ before a file means its contents, as metadata
    commands.setExecutionExceptionHandler(errors);
    commands.setParameterExceptionHandler(errors);
    commands.setExecutionStrategy(CommandLines::execute);
    commands.setUsageHelpAutoWidth(false);
    commands.setUsageHelpWidth(100);
    commands
        .getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(ExitCode.meanings());
    addHelp(commands, commands.getCommandSpec().versionProvider());
    return commands;
  }

  /** Failures to print the help are reported like all others. */
  private static int execute(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (CommandFailure e) {
      throw new ExecutionException(parsed.commandSpec().commandLine(), e.line(), e);
    }
  }

  private static void addHelp(CommandLine command, IVersionProvider version) {
    command.getCommandSpec().versionProvider(version);
    if (!command.getCommandSpec().mixinStandardHelpOptions()) {
      command.getCommandSpec().mixinStandardHelpOptions(true);
    }
    command.getSubcommands().values().forEach(sub -> addHelp(sub, version));
  }

  private static <T> ITypeConverter<T> reading(Function<String, T> parser) {
    return text -> {
      try {
        return parser.apply(text);
      } catch (IllegalArgumentException | InvalidRequestException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    };
  }
}
