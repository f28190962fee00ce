// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the manifest of this jar, and of the Java below it. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {
      "tokamak " + (version == null ? "(not from a jar)" : version), "Java " + Runtime.version()
    };
  }
}
