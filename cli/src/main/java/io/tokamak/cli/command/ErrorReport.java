// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.memory.MemoryException;
import io.tokamak.node.NodeStartException;
import io.tokamak.wire.error.TokamakException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Turns exceptions into one line on standard error and an exit code; {@code TOKAMAK_DEBUG=1} adds
 * the stack trace.
 */
final class ErrorReport implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final boolean debug = System.getenv().getOrDefault("TOKAMAK_DEBUG", "").equals("1");

  @Override
  public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
    print(command, message(error), error);
    return exitCode(error).number();
  }

  @Override
  public int handleParseException(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    print(command, message(error), error);
    command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE.number();
  }

  private void print(CommandLine command, String message, Exception error) {
    command.getErr().println("tokamak: " + message);
    if (debug) {
      error.printStackTrace(command.getErr());
    }
    command.getErr().flush();
  }

  private static String message(Exception error) {
    return switch (error) {
      case NoSuchFileException e -> e.getFile() + ": no such file";
      case AccessDeniedException e -> e.getFile() + ": permission denied";
      case FileAlreadyExistsException e -> e.getFile() + ": exists already";
      case InterruptedException _ -> "interrupted";
      case CommandFailure e -> e.line();
      case TokamakException e -> String.valueOf(e.getMessage());
      case MemoryException e -> String.valueOf(e.getMessage());
      case NodeStartException e -> String.valueOf(e.getMessage());
      case ParameterException e -> String.valueOf(e.getMessage());
      case IllegalArgumentException e when e.getMessage() != null -> e.getMessage();
      case IOException e when e.getMessage() != null -> e.getMessage();
      default -> error + " (TOKAMAK_DEBUG=1 shows where)";
    };
  }

  private static ExitCode exitCode(Exception error) {
    return switch (error) {
      case TokamakException e -> ExitCode.of(e);
      case NodeStartException e -> ExitCode.of(e);
      case CommandFailure e -> e.exitCode();
      default -> ExitCode.ERROR;
    };
  }
}
