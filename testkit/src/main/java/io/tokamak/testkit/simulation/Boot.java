// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

/** Starts what a node does; called again whenever the node starts again. */
@FunctionalInterface
public interface Boot {
  /** The process of this life of the node, which has nothing but what it makes here. */
  NodeProcess start(Node node);
}
