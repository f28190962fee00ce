// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.wire.error.InvalidRequestException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a Redis is: {@code redis://[user:password@]host[:port][/db]}, or {@code rediss://} for TLS.
 *
 * @param tls whether to speak TLS; whom to trust is up to Java's own settings
 * @param user null for the default one
 * @param password null for none
 * @param database 0 to 65535
 */
public record RedisUrl(
    boolean tls,
    @Nullable String user,
    @Nullable String password,
    String host,
    int port,
    int database) {
  private static final int USUAL_PORT = 6379;
  private static final int MAX_NUMBER = 65_535;

  /**
   * Takes a URL apart. Special characters in user and password are written as {@code %40}.
   *
   * @throws InvalidRequestException when it is none
   */
  public static RedisUrl parse(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException malformed) {
      throw unusable(
          malformed.getReason()
              + " (special characters in user and password are written as %40 for @, %2F for /)");
    }
    boolean tls = "rediss".equals(uri.getScheme());
    if (!tls && !"redis".equals(uri.getScheme())) {
      throw unusable("scheme " + uri.getScheme());
    }
    String authority = uri.getRawAuthority();
    if (authority != null && authority.indexOf('@') != authority.lastIndexOf('@')) {
      throw unusable("more than one @: one in a user or a password is written as %40");
    }
    if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw unusable(uri.getHost() == null ? "no host" : "something after the database");
    }
    String who = uri.getRawUserInfo();
    int colon = who == null ? -1 : who.indexOf(':');
    if (who != null && colon < 0) {
      throw unusable("a user without a password");
    }
    return new RedisUrl(
        tls,
        who == null || colon == 0 ? null : decode(who.substring(0, colon)),
        who == null ? null : decode(who.substring(colon + 1)),
        uri.getHost(),
        uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
        database(uri.getPath()));
  }

  private static int database(String path) {
    if (path.isEmpty() || path.equals("/")) {
      return 0;
    }
    try {
      int number = Integer.parseInt(path.substring(1));
      if (number >= 0 && number <= MAX_NUMBER) {
        return number;
      }
    } catch (NumberFormatException none) {
      // Said below.
    }
    throw unusable("database " + path.substring(1));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Without the URL itself: it may hold a password. */
  private static InvalidRequestException unusable(String found) {
    return new InvalidRequestException(
        "URL of a Redis: found %s; expected redis://[user:password@]host[:port][/database] or rediss://…"
            .formatted(found));
  }

  /** For people: without its password. */
  @Override
  public String toString() {
    return "%s://%s%s:%d/%d"
        .formatted(
            tls ? "rediss" : "redis",
            password == null ? "" : (user == null ? "" : user) + ":***@",
            host,
            port,
            database);
  }
}
