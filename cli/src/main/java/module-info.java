// SPDX-License-Identifier: Apache-2.0

/** The commands of {@code tokamak}. */
module io.tokamak.cli {
  requires static org.jspecify;
  requires io.tokamak.client;
  requires io.tokamak.node;
  requires io.tokamak.benchmarks;
  requires io.tokamak.doctor;
  requires info.picocli;
  requires me.tongfei.progressbar;

  opens io.tokamak.cli to
      info.picocli;
  opens io.tokamak.cli.command to
      info.picocli;
  opens io.tokamak.cli.demo to
      info.picocli;
}
