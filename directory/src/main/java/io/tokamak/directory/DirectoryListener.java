// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory;

import io.tokamak.fabric.NodeRef;

/** Hears what changes in the cluster. Called in the manager's thread. */
public interface DirectoryListener {
  /** A node is there; it may have been there in an earlier life. */
  void joined(NodeInfo node);

  /** A node has left, or has not been heard of for too long, or has begun another life. */
  void left(NodeRef node, String why);

  /** The directory does not know what this node holds: announce all of it. */
  void announceAll();
}
