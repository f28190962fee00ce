// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.cluster;

import io.tokamak.fabric.tcp.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * What all nodes of a cluster know and nobody else: who does not know it is not let in. Nodes of
 * one user on one machine share a secret that the first of them makes, in a file that only this
 * user can read; nodes of several machines are given one.
 */
public final class ClusterSecret {
  /** What makes one. */
  public static final String REMEDY =
      "make one with `openssl rand -hex 32 > FILE; chmod 600 FILE`, copy it to all nodes, and name"
          + " it with --secret-file";

  /** The file of the secret that nodes of one user share, in the state directory. */
  public static final String FILE = "secret";

  private static final int RANDOM_BYTES = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Secret secret;
  private final String source;
  private final boolean shared;

  private ClusterSecret(String text, String source, boolean shared) {
    this.secret = Secret.of(text.strip().getBytes(StandardCharsets.UTF_8));
    this.source = source;
    this.shared = shared;
  }

  /**
   * The contents of a file, without white space around them.
   *
   * @throws IllegalArgumentException when it cannot be read, is too short, or others can read it
   */
  public static ClusterSecret of(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.GROUP_READ)
          || permissions.contains(PosixFilePermission.OTHERS_READ)) {
        throw new IllegalArgumentException(
            "other users can read the secret in " + file + ": chmod 600 it");
      }
      return new ClusterSecret(Files.readString(file), file.toString(), true);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the secret in " + file + " cannot be read (" + e + "): " + REMEDY, e);
    }
  }

  /** A text, as out of an environment variable that is called {@code source}. */
  public static ClusterSecret of(String text, String source) {
    return new ClusterSecret(text, source, true);
  }

  /** The one that nodes of this user find in a file; made if there is none. */
  static ClusterSecret ofThisUser(Path file) throws IOException {
    if (!Files.exists(file)) {
      create(file);
    }
    ClusterSecret found = of(file);
    return new ClusterSecret(Files.readString(file), found.source, false);
  }

  /** One that no other node knows. */
  static ClusterSecret ofThisNode() {
    return new ClusterSecret(random(), "this node alone", false);
  }

  /** Whole or not at all, and only one of several nodes that start at once makes it. */
  private static void create(Path file) throws IOException {
    Path draft =
        Files.createTempFile(
            file.getParent(), "secret", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      Files.writeString(draft, random() + "\n");
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException another) {
      // As good.
    } finally {
      Files.delete(draft);
    }
  }

  private static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** What the fabrics make their proofs of. */
  public Secret secret() {
    return secret;
  }

  /** Whether somebody gave it: nodes of other machines may know it. */
  boolean isShared() {
    return shared;
  }

  /** Where it comes from, never what it is. */
  @Override
  public String toString() {
    return "a secret from " + source;
  }
}
