// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Draws pixels, several for each of the chart's. Uses no fonts, no display and no files for
 * caching.
 */
final class PngCanvas implements Canvas {
  private static final int SCALE = 2;
  private static final float BOLDNESS = 0.06f;
  private static final int OPAQUE = 255;

  private final BufferedImage image;
  private final Graphics2D graphics;

  PngCanvas(int width, int height) {
    image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(Color.decode(Palette.PAPER));
    graphics.fillRect(0, 0, width * SCALE, height * SCALE);
    graphics.scale(SCALE, SCALE);
  }

  @Override
  public void line(List<Spot> spots, Stroke stroke) {
    graphics.setColor(Color.decode(stroke.colour()));
    float dash = (float) stroke.dash();
    graphics.setStroke(
        new BasicStroke(
            (float) stroke.width(),
            BasicStroke.CAP_BUTT,
            BasicStroke.JOIN_ROUND,
            1,
            dash == 0 ? null : new float[] {dash, dash},
            0));
    graphics.draw(path(spots));
  }

  @Override
  public void area(List<Spot> spots, String colour, double opacity) {
    Color solid = Color.decode(colour);
    int alpha = (int) Math.round(opacity * OPAQUE);
    graphics.setColor(new Color(solid.getRed(), solid.getGreen(), solid.getBlue(), alpha));
    Path2D path = path(spots);
    path.closePath();
    graphics.fill(path);
  }

  private static Path2D path(List<Spot> spots) {
    Path2D path = new Path2D.Double();
    path.moveTo(spots.getFirst().x(), spots.getFirst().y());
    spots.stream().skip(1).forEach(spot -> path.lineTo(spot.x(), spot.y()));
    return path;
  }

  @Override
  public void text(Spot spot, String text, Letters letters, Anchor anchor) {
    double width = Glyphs.all().width(text, letters.size());
    double before =
        switch (anchor) {
          case START -> 0;
          case MIDDLE -> width / 2;
          case END -> width;
        };
    write(AffineTransform.getTranslateInstance(spot.x() - before, spot.y()), text, letters);
  }

  @Override
  public void textUpwards(Spot spot, String text, Letters letters) {
    AffineTransform place = AffineTransform.getTranslateInstance(spot.x(), spot.y());
    place.rotate(-Math.PI / 2);
    place.translate(-Glyphs.all().width(text, letters.size()) / 2, 0);
    write(place, text, letters);
  }

  private void write(AffineTransform place, String text, Letters letters) {
    graphics.setColor(Color.decode(letters.colour()));
    Path2D outline = Glyphs.all().outline(text, letters.size());
    outline.transform(place);
    graphics.fill(outline);
    if (letters.bold()) {
      graphics.setStroke(new BasicStroke((float) letters.size() * BOLDNESS));
      graphics.draw(outline);
    }
  }

  /** The whole picture. */
  byte[] png() {
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false);
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
