// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

/** How a calibration ended. */
public sealed interface CalibrationOutcome {
  /** These costs are in force now. */
  record Measured(CostTable costs) implements CalibrationOutcome {}

  /** Nothing has changed. */
  record Failed(String why) implements CalibrationOutcome {}
}
