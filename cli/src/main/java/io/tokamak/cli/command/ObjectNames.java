// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.error.ObjectNotFoundException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the objects that people mean: a whole id, the beginning of one, or a name. */
final class ObjectNames {
  /** For the descriptions of parameters. */
  static final String HELP =
      "An object: its id, the first digits of its id (4 at least), or name:NAME.";

  private static final String NAME_PREFIX = "name:";
  private static final int FEWEST_DIGITS = 4;
  private static final int ID_DIGITS = 2 * ObjectId.LENGTH;
  private static final int SHOWN_CANDIDATES = 5;
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]+");

  private final ObjectStoreClient client;

  ObjectNames(ObjectStoreClient client) {
    this.client = client;
  }

  /**
   * The id somebody means. A whole id or a name is not looked up.
   *
   * @throws ObjectNotFoundException when no id begins so
   * @throws CommandFailure when it is no id, or several begin so
   */
  ObjectId resolve(String text) {
    if (text.startsWith(NAME_PREFIX)) {
      return ObjectId.named(text.substring(NAME_PREFIX.length()));
    }
    String digits = text.toLowerCase(Locale.ROOT);
    requireDigits(text, digits);
    return digits.length() == ID_DIGITS ? ObjectId.fromHex(digits) : only(digits);
  }

  /** The same for many. */
  List<ObjectId> resolve(List<String> texts) {
    return texts.stream().map(this::resolve).toList();
  }

  private static void requireDigits(String text, String digits) {
    boolean fits = digits.length() >= FEWEST_DIGITS && digits.length() <= ID_DIGITS;
    if (!fits || !DIGITS.matcher(digits).matches()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "\"%s\" names no object: give %d hexadecimal digits, the first %d or more of them, or name:NAME"
              .formatted(text, ID_DIGITS, FEWEST_DIGITS));
    }
  }

  private ObjectId only(String prefix) {
    List<ObjectId> found =
        client.list().stream()
            .map(ObjectInfo::id)
            .filter(id -> id.toHex().startsWith(prefix))
            .sorted()
            .toList();
    if (found.isEmpty()) {
      throw new ObjectNotFoundException("no object has an id that begins with " + prefix);
    }
    if (found.size() > 1) {
      throw ambiguous(prefix, found);
    }
    return found.getFirst();
  }

  private static CommandFailure ambiguous(String prefix, List<ObjectId> found) {
    String some =
        found.stream()
            .limit(SHOWN_CANDIDATES)
            .map(ObjectId::toHex)
            .collect(Collectors.joining(", "));
    return new CommandFailure(
        ExitCode.USAGE,
        "%d objects have ids that begin with %s: %s%s. Give more digits."
            .formatted(found.size(), prefix, some, found.size() > SHOWN_CANDIDATES ? ", ..." : ""));
  }
}
