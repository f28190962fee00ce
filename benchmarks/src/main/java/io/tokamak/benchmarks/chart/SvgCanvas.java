// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes SVG. */
final class SvgCanvas implements Canvas {
  private static final String FONTS = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

  private final StringBuilder svg = new StringBuilder();

  /** An empty one; what it shows is said to those who cannot see it. */
  SvgCanvas(int width, int height, String description) {
    append(
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" width=\"%s\" height=\"%s\""
                + " role=\"img\" aria-label=\"%s\" font-family=\"%s\">")
            .formatted(width, height, width, height, Markup.escaped(description), FONTS));
    append(
        "<rect width=\"%s\" height=\"%s\" fill=\"%s\"/>".formatted(width, height, Palette.PAPER));
  }

  private void append(String element) {
    svg.append(element).append('\n');
  }

  @Override
  public void line(List<Spot> spots, Stroke stroke) {
    String dash =
        stroke.dash() == 0
            ? ""
            : " stroke-dasharray=\"%s %s\"".formatted(number(stroke.dash()), number(stroke.dash()));
    append(
        ("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\""
                + " stroke-linejoin=\"round\"%s/>")
            .formatted(points(spots), stroke.colour(), number(stroke.width()), dash));
  }

  @Override
  public void area(List<Spot> spots, String colour, double opacity) {
    String shade = opacity == 1 ? "" : " fill-opacity=\"%s\"".formatted(number(opacity));
    append("<polygon points=\"%s\" fill=\"%s\"%s/>".formatted(points(spots), colour, shade));
  }

  @Override
  public void text(Spot spot, String text, Letters letters, Anchor anchor) {
    append(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\"%s"
            .formatted(
                number(spot.x()),
                number(spot.y()),
                anchor.name().toLowerCase(Locale.ROOT),
                words(text, letters)));
  }

  @Override
  public void textUpwards(Spot spot, String text, Letters letters) {
    String x = number(spot.x());
    String y = number(spot.y());
    append(
        "<text x=\"%s\" y=\"%s\" transform=\"rotate(-90 %s %s)\" text-anchor=\"middle\"%s"
            .formatted(x, y, x, y, words(text, letters)));
  }

  private static String words(String text, Letters letters) {
    return " font-size=\"%s\" fill=\"%s\"%s>%s</text>"
        .formatted(
            number(letters.size()),
            letters.colour(),
            letters.bold() ? " font-weight=\"600\"" : "",
            Markup.escaped(text));
  }

  private static String points(List<Spot> spots) {
    return spots.stream()
        .map(spot -> number(spot.x()) + "," + number(spot.y()))
        .collect(Collectors.joining(" "));
  }

  /** With two decimals at most: more is not seen. */
  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
  }

  /** The whole picture. */
  String svg() {
    return svg + "</svg>\n";
  }
}
