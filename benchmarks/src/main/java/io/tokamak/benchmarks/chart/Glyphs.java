// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The outlines of the characters that charts use; what is not among them is drawn as a question
 * mark.
 */
final class Glyphs {
  private static final double UNITS = 1000;
  private static final Glyphs ALL = read();

  private record Glyph(int advance, Path2D outline) {}

  private final Map<Integer, Glyph> byCharacter = new HashMap<>();

  private Glyphs() {}

  /** All of them. */
  static Glyphs all() {
    return ALL;
  }

  private static Glyphs read() {
    try (InputStream file = Glyphs.class.getResourceAsStream("glyphs.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.US_ASCII))) {
      Glyphs glyphs = new Glyphs();
      lines.lines().filter(line -> !line.startsWith("#")).forEach(glyphs::add);
      return glyphs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String line) {
    String[] words = line.split(" ", -1);
    Path2D outline = new Path2D.Double();
    for (int i = 2; i < words.length; i++) {
      append(outline, words[i]);
    }
    byCharacter.put(Integer.parseInt(words[0], 16), new Glyph(Integer.parseInt(words[1]), outline));
  }

  private static void append(Path2D outline, String segment) {
    String[] texts = segment.substring(1).split(",", -1);
    int[] at = new int[texts.length];
    for (int i = 0; i < at.length && !texts[i].isEmpty(); i++) {
      at[i] = Integer.parseInt(texts[i]);
    }
    switch (segment.charAt(0)) {
      case 'M' -> outline.moveTo(at[0], at[1]);
      case 'L' -> outline.lineTo(at[0], at[1]);
      case 'Q' -> outline.quadTo(at[0], at[1], at[2], at[3]);
      default -> outline.closePath();
    }
  }

  /** How wide a text is in letters of this size. */
  double width(String text, double size) {
    return text.codePoints().map(c -> glyph(c).advance).sum() * size / UNITS;
  }

  private Glyph glyph(int character) {
    Glyph glyph = byCharacter.get(character);
    return glyph == null ? Objects.requireNonNull(byCharacter.get((int) '?')) : glyph;
  }

  /** A text whose first letter stands at 0, 0. */
  Path2D outline(String text, double size) {
    Path2D whole = new Path2D.Double();
    double[] x = {0};
    text.codePoints()
        .forEach(c -> {
          Glyph glyph = glyph(c);
          AffineTransform place = AffineTransform.getTranslateInstance(x[0], 0);
          place.scale(size / UNITS, size / UNITS);
          whole.append(glyph.outline.getPathIterator(place), false);
          x[0] += glyph.advance * size / UNITS;
        });
    return whole;
  }
}
