// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

import io.tokamak.memory.os.CpuAffinity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;

/** A client process. Ends when its standard input does. */
public final class WorkerMain {
  /** For the processor number of a worker that is not bound to one. */
  public static final int ANY_PROCESSOR = -1;

  private static final long SEEDS_PER_WORKER = 1L << 40;

  private WorkerMain() {}

  /** Arguments: system, socket, number of the worker, processor or -1. */
  public static void main(String[] arguments) throws IOException {
    Path socket = Path.of(arguments[1]);
    long firstSeed = (1 + Long.parseLong(arguments[2])) * SEEDS_PER_WORKER;
    bind(Integer.parseInt(arguments[3]));
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    PrintStream output = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    try (Operations operations = operations(SystemName.valueOf(arguments[0]), socket)) {
      new Worker(operations, input, output, firstSeed).work();
    }
  }

  /** Only this thread, which does the work: the compilers stay out of its way elsewhere. */
  private static void bind(int processor) {
    if (processor != ANY_PROCESSOR) {
      BitSet one = new BitSet();
      one.set(processor);
      CpuAffinity.set(one);
    }
  }

  private static Operations operations(SystemName system, Path socket) throws IOException {
    return switch (system) {
      case TOKAMAK -> new TokamakOperations(socket);
      case REDIS -> new TextOperations(TextProtocol.redis(), socket);
      case MEMCACHED -> new TextOperations(TextProtocol.memcached(), socket);
    };
  }
}
