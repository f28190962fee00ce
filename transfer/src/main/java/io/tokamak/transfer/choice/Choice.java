// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.choice;

import io.tokamak.transfer.ManagerSettings;
import io.tokamak.transfer.Protocol;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one place where a protocol is chosen.
 *
 * <p>The receiver decides whether it reads without asking. If it asks, it says which protocol was
 * ordered, if any; else the holder decides, once, and its answer carries the decision: both can
 * never disagree. Decisions are kept by size, so that the thousandth object of a size costs
 * nothing. For the manager's thread.
 */
public final class Choice {
  private static final int KEPT = 4096;

  private final ManagerSettings settings;
  private final CostModel costs;
  private final Map<Question, Decision> kept = new HashMap<>();
  private long keptVersion;

  private record Question(
      String fabric, long bytes, @Nullable Protocol ordered, String noDirect, boolean holder) {}

  /** By these settings and costs. */
  public Choice(ManagerSettings settings, CostModel costs) {
    this.settings = settings;
    this.costs = costs;
  }

  /**
   * What a receiver does.
   *
   * @param ordered by whoever wants the object; null: nothing
   * @param noDirect why the object cannot be read without asking; empty when it can
   */
  public Decision receiver(String fabric, long bytes, @Nullable Protocol ordered, String noDirect) {
    return decide(new Question(fabric, bytes, ordered, noDirect, false));
  }

  /**
   * What a holder does that was asked.
   *
   * @param ordered by the receiver; null: the holder chooses
   */
  public Decision holder(String fabric, long bytes, @Nullable Protocol ordered) {
    return decide(new Question(fabric, bytes, ordered, "the holder was asked", true));
  }

  private Decision decide(Question question) {
    if (keptVersion != costs.version() || kept.size() >= KEPT) {
      kept.clear();
      keptVersion = costs.version();
    }
    return kept.computeIfAbsent(question, this::answer);
  }

  private Decision answer(Question question) {
    Protocol ordered = question.ordered;
    if (ordered != null) {
      return ordered(ordered, question, question.holder ? "as the receiver wants" : "as asked for");
    }
    Protocol always = settings.protocol();
    if (always != null) {
      return ordered(always, question, "as configured");
    }
    if (settings.crossoverBytes() != ManagerSettings.BY_COST) {
      return byCrossover(question);
    }
    return byCost(question);
  }

  private static Decision ordered(Protocol protocol, Question question, String why) {
    if (protocol != Protocol.DIRECT || question.noDirect.isEmpty()) {
      return new Decision(protocol, protocol.label() + ": " + why);
    }
    return new Decision(
        Protocol.RENDEZVOUS,
        "rendezvous instead of direct %s: ".formatted(why) + question.noDirect);
  }

  /** Small ones are copied, large ones are read. */
  private Decision byCrossover(Question question) {
    long crossover = settings.crossoverBytes();
    boolean large = question.bytes >= crossover;
    Protocol protocol = large ? Protocol.RENDEZVOUS : Protocol.EAGER;
    return new Decision(
        protocol,
        "%s: %s %s the crossover of %s"
            .formatted(
                protocol.label(),
                Sizes.text(question.bytes),
                large ? "is not below" : "is below",
                Sizes.text(crossover)));
  }

  private Decision byCost(Question question) {
    boolean direct = question.noDirect.isEmpty();
    Protocol best = costs.best(question.fabric, question.bytes, direct);
    String why = reason(question, best, direct);
    if (question.holder || best == Protocol.DIRECT) {
      return new Decision(best, why);
    }
    return new Decision(null, why);
  }

  private String reason(Question question, Protocol best, boolean direct) {
    Protocol other = cheapestBut(best, question, direct);
    double micros = costs.micros(question.fabric, best, question.bytes);
    double otherMicros = costs.micros(question.fabric, other, question.bytes);
    return "%s: %s of %d at %s over %s (%s us; %s %s us)%s"
        .formatted(
            best.label(),
            otherMicros < micros ? "about as cheap as the cheapest, least work" : "cheapest",
            direct ? 4 : 3,
            Sizes.text(question.bytes),
            question.fabric,
            figure(micros),
            other.label(),
            figure(otherMicros),
            direct || question.holder ? "" : "; not direct: " + question.noDirect);
  }

  private Protocol cheapestBut(Protocol best, Question question, boolean direct) {
    return Arrays.stream(Protocol.values())
        .filter(protocol -> protocol != best && CostModel.isCandidate(protocol, direct))
        .min(
            Comparator.comparingDouble(
                protocol -> costs.micros(question.fabric, protocol, question.bytes)))
        .orElseThrow();
  }

  private static String figure(double micros) {
    return String.format(Locale.ROOT, micros < 10 ? "%.1f" : "%.0f", micros);
  }
}
