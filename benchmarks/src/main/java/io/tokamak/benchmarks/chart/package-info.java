// SPDX-License-Identifier: Apache-2.0

/**
 * Charts as SVG and PNG. Drawn here and not by a library, since all of those ask AWT for fonts,
 * which a machine that has a JDK and nothing else does not have: text is drawn in PNG from outlines
 * that come along ({@link Glyphs}), measured by them in both, and left to the browser in SVG.
 */
@NullMarked
package io.tokamak.benchmarks.chart;

import org.jspecify.annotations.NullMarked;
