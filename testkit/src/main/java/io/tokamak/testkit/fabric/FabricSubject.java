// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.fabric;

/** What a suite is run over. */
public interface FabricSubject {
  /** A new world; the suite closes it. */
  FabricWorld world() throws Exception;
}
