// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import io.tokamak.directory.FabricOffer;
import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.transfer.ControlWord;
import io.tokamak.transfer.ManagerSettings;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.Verify;
import io.tokamak.transfer.choice.Decision;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.link.Link;
import io.tokamak.transfer.protocol.AskedTransfer;
import io.tokamak.transfer.protocol.AskedTransfer.Wish;
import io.tokamak.transfer.protocol.Attempt;
import io.tokamak.transfer.protocol.Delivery;
import io.tokamak.transfer.protocol.DirectRead;
import io.tokamak.transfer.protocol.Landing;
import io.tokamak.transfer.protocol.RemoteObject;
import io.tokamak.transfer.record.Trace;
import org.jspecify.annotations.Nullable;

/** Begins attempts: with which protocol, with a checksum or without. */
final class Launcher {
  private static final long PIECE_BYTES = 1 << 20;

  /** Where the holder's processor has no part: long copies pass by the caches, from 2.5 MiB on. */
  private static final long ONE_SIDED_PIECE_BYTES = 4 << 20;

  private static final int PIECES_OF_A_STRIPED_OBJECT = 8;
  private static final int MOST_PATIENCE_MS = 60_000;

  private final Context context;
  private final ManagerSettings settings;

  Launcher(Context context) {
    this.context = context;
    settings = context.settings();
  }

  /** A local object for what comes over a link; throws what {@code LocalStore.create} throws. */
  Landing land(Pull pull, Location like, Link link) {
    return new Landing(
        context.store().create(pull.id(), like.dataLength(), like.metadataLength()),
        like.dataLength(),
        like.metadataLength(),
        pieceBytes(pull.isRelayed() || isStriped(pull, Flight.bytes(like)), link));
  }

  private long pieceBytes(boolean inParts, Link link) {
    boolean oneSided = link.side().capabilities().oneSided();
    long bytes = oneSided ? ONE_SIDED_PIECE_BYTES : PIECE_BYTES;
    if (inParts) {
      bytes = Math.min(bytes, settings.stripeBytes() / PIECES_OF_A_STRIPED_OBJECT);
    }
    for (var side : context.links().sides()) {
      bytes = Math.min(bytes, side.capabilities().maxReadBytes());
    }
    return Math.max(1, bytes);
  }

  /** Whether it may come from several holders at once. */
  boolean isStriped(Pull pull, long lengthBytes) {
    return pull.ordered() == null
        && !pull.isRelayed()
        && settings.protocol() == null
        && lengthBytes >= settings.stripeBytes()
        && pull.sources().count() > 1;
  }

  /** Begins a flight. Its attempt may have ended when this returns. */
  void launch(Flight flight, Landing landing, boolean striped) {
    Link link = flight.link();
    boolean together = striped || landing.isBegun();
    boolean checksum = together || flight.pull().isRelayed() || mustVerify(link);
    if (mustVerify(link)) {
      landing.mustVerify();
    }
    RemoteObject known = checksum || flight.source().isAskOnly() ? null : known(flight);
    Decision decision =
        together
            ? new Decision(Protocol.RENDEZVOUS, "rendezvous: with pieces from several nodes")
            : decide(flight, landing, whyNotDirect(flight.source(), checksum, known));
    Trace trace = flight.pull().trace();
    Protocol likely = decision.protocol() == null ? Protocol.EAGER : decision.protocol();
    trace.path(link.peer(), link.side().name(), likely, decision.reason());
    trace.source();
    Delivery delivery =
        new Delivery(
            flight.pull().id(),
            landing,
            context.store().data(),
            trace,
            context.acceptance(),
            context.clock());
    flight.begin(attempt(flight, delivery, decision, known, checksum));
  }

  private Decision decide(Flight flight, Landing landing, String whyNotDirect) {
    return context
        .choice()
        .receiver(
            flight.link().side().name(), landing.length(), flight.pull().ordered(), whyNotDirect);
  }

  private static String whyNotDirect(
      Source source, boolean checksum, @Nullable RemoteObject known) {
    if (checksum) {
      return "a checksum is wanted of the holder";
    }
    if (source.isAskOnly()) {
      return "where it lies there is not known";
    }
    return known == null ? "its memory there is not to be read" : "";
  }

  private Attempt attempt(
      Flight flight,
      Delivery delivery,
      Decision decision,
      @Nullable RemoteObject known,
      boolean checksum) {
    Link link = flight.link();
    Protocol protocol = decision.protocol();
    if (protocol == Protocol.DIRECT && known != null) {
      flight.decided(Protocol.DIRECT);
      return new DirectRead(delivery, link, known, flight);
    }
    long patienceNs = flight.pull().deadlineNs() - context.nowNs();
    int patienceMs = Math.clamp(patienceNs / 1_000_000, 1, MOST_PATIENCE_MS);
    Wish wish =
        new Wish(
            protocol,
            checksum,
            patienceMs,
            isLandingRelayed(flight),
            chosen -> chosen(flight, decision, chosen));
    return new AskedTransfer(delivery, link, wish, flight);
  }

  private static boolean isLandingRelayed(Flight flight) {
    Landing landing = flight.pull().landing();
    return landing != null && landing.isRelayed();
  }

  /** The holder has decided. */
  private static void chosen(Flight flight, Decision decision, Protocol chosen) {
    flight.decided(chosen);
    String reason = decision.reason();
    boolean own = reason.startsWith(chosen.label() + ":") || decision.protocol() != null;
    flight
        .pull()
        .trace()
        .decided(chosen, own ? reason : chosen.label() + ": the holder's choice; here " + reason);
  }

  private boolean mustVerify(Link link) {
    FabricCapabilities fabric = link.side().capabilities();
    return settings.verify() == Verify.ALWAYS
        || (settings.verify() == Verify.NETWORK && !fabric.payloadChecked());
  }

  /** The object as it can be read without asking; null when it cannot. */
  private @Nullable RemoteObject known(Flight flight) {
    Location location = flight.source().location();
    NodeInfo node = context.directory().node(location.holder());
    FabricOffer offer = node == null ? null : node.offer(flight.link().side().name());
    if (offer == null) {
      return null;
    }
    long word = (long) location.entry() * ControlWord.ENTRY_LENGTH;
    boolean there =
        location.offset() <= offer.data().length() - flight.bytes()
            && word <= offer.table().length() - ControlWord.LENGTH;
    return there
        ? new RemoteObject(
            offer.data().slice(location.offset(), flight.bytes()),
            offer.table().slice(word, ControlWord.LENGTH),
            location.generation())
        : null;
  }
}
