// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import io.tokamak.benchmarks.result.ResultFile;
import java.util.List;
import java.util.Map;

/** All figures, in the order of the report. */
public final class Figures {
  private Figures() {}

  /** Of what one or several runs left behind. */
  public static List<Figure> of(ResultFile result) {
    Measured all = new Measured(result.rows());
    Map<String, String> machine = result.machine();
    ProtocolFigures protocols = new ProtocolFigures(all, machine);
    ScalingFigures scaling = new ScalingFigures(all, machine);
    return List.of(
        new LocalFigure(all).figure(),
        new RemoteFigure(all).figure(),
        new BindingFigure(all, machine).figure(),
        protocols.small(),
        protocols.large(),
        new AgainstRedisFigure(all).figure(),
        new ConnectionFigure(all, machine).figure(),
        new PhasesFigure(all).figure(),
        scaling.clients(),
        new NodesFigure(all, machine).figure(),
        scaling.inFlight(),
        new LoadFigure(all).figure(),
        new GrowthFigure(all).figure(),
        new HarnessFigure(all).figure(),
        new PromisesFigure(all, machine).figure());
  }
}
