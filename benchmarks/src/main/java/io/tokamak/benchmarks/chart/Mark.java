// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

/**
 * Something to be seen at a place of the x-axis.
 *
 * @param x where
 * @param label what it is
 */
public record Mark(double x, String label) {}
