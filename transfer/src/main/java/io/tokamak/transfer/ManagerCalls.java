// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

import io.tokamak.directory.DirectoryStatus;
import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.peer.Route;
import io.tokamak.wire.ObjectId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a manager does for the clients of its node. For the manager's thread. A listener may hear
 * before the method that takes it returns. Everything ends by its deadline, in the time of the
 * manager's clock.
 */
public interface ManagerCalls {
  /**
   * Brings objects to this node. An object that nobody has is waited for until the deadline.
   * Fetches of one object share one transfer.
   *
   * @param options how, for those who do not leave it to the manager
   */
  Call fetch(
      List<ObjectId> ids,
      Priority priority,
      FetchOptions options,
      long deadlineNs,
      FetchListener listener);

  /** Has another node fetch objects of this node. The outcomes are those of that node. */
  Call push(List<ObjectId> ids, NodeRef to, long deadlineNs, FetchListener listener);

  /**
   * Has other nodes fetch an object of this node, from one another as far as that goes: this node
   * sends it twice, however many they are, as long as none is late. The outcomes are those of the
   * nodes, one for each.
   */
  Call broadcast(ObjectId id, List<NodeRef> to, long deadlineNs, BroadcastListener listener);

  /** Where objects are, as the directory says. An answer for each id, or a failure for all. */
  Call locate(List<ObjectId> ids, long deadlineNs, LocateListener listener);

  /** Deletes objects at all nodes that hold them. Hears how many copies went, or why not all. */
  Call deleteEverywhere(List<ObjectId> ids, long deadlineNs, DeleteListener listener);

  /** Hears what is sealed and what goes at another node, until cancelled or that node is lost. */
  Call subscribe(NodeRef node, RemoteEvents listener);

  /** Hears, once, when everything sealed so far at this node is known to the directory. */
  Call whenPublished(long deadlineNs, Consumer<String> failureOrEmpty);

  /** The nodes that are there, this one included. */
  Collection<NodeInfo> nodes();

  /** This node. */
  NodeInfo self();

  /** The way to a node, and why no better one. */
  Route route(NodeRef node);

  /** How the directory is doing. */
  DirectoryStatus directory();

  /** Transfers that run and the last that ended, the newest first. */
  List<TransferRecord> transfers();

  /** The manager's counters by name. */
  Map<String, Long> counters();

  /** The costs that protocols are chosen by. */
  CostTable costs();

  /** Measures the protocols against a peer, then chooses by what was found. */
  Call calibrate(NodeRef peer, long deadlineNs, Consumer<CalibrationOutcome> listener);

  /** Hears where objects are. */
  interface LocateListener {
    /** The locations of one id, perhaps none. */
    void located(ObjectId id, List<Location> locations);

    /** All ids were answered. */
    void done();

    /** The directory could not be asked. */
    void failed(String why);
  }

  /** Hears how a broadcast goes. */
  interface BroadcastListener {
    /** It has ended at one node. Once for each; a node named twice is one. */
    void ended(NodeRef node, FetchOutcome outcome);
  }

  /** Hears how a deletion went. */
  interface DeleteListener {
    /**
     * It is over.
     *
     * @param copies how many copies are gone or go at their last release
     * @param failures a line for each node that could not be asked
     */
    void done(int copies, List<String> failures);
  }

  /** Hears of another node's objects. */
  interface RemoteEvents {
    /** An object was sealed there. */
    void sealed(ObjectId id, long dataLength, int metadataLength);

    /** An object is gone there. */
    void gone(ObjectId id);

    /** No more events, and why. */
    void ended(String why);
  }
}
