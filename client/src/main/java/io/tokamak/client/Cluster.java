// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.NodeLostException;
import io.tokamak.wire.error.StoreTimeoutException;
import io.tokamak.wire.error.TokamakException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What a client can do beyond this machine: bring objects of other nodes here, send objects there,
 * find them, delete them. It goes through the manager of this machine's node; objects that were
 * brought are read as all others, by {@link ObjectStoreClient#get(ObjectId)}.
 *
 * <p>Thread-safe, virtual threads included. A client that never uses it makes no connection to the
 * manager.
 *
 * <p>Errors are {@link TokamakException}s. What fails for single objects is a {@link FetchResult},
 * not an exception. Any method throws {@link InvalidRequestException} when the node takes no part
 * in a cluster. Methods that wait throw {@link InterruptedException} when the thread is
 * interrupted: the node gives up what was asked. The others take at most the call timeout and
 * ignore interrupts.
 */
public final class Cluster {
  private final ClientSession session;
  private final Fetches fetches;
  private final ClusterQueries queries;
  private final ManagerConnections connections;

  Cluster(ClientSession session) {
    this.session = session;
    this.connections = new ManagerConnections(session.settings());
    ManagerChannel channel =
        new ManagerChannel(connections, session.settings(), session.lifecycle());
    this.fetches = new Fetches(channel, session.gets());
    this.queries = new ClusterQueries(channel);
  }

  // Bringing objects here

  /**
   * Gets an object, bringing it here if another node has it, and waiting for it if none has. When
   * it is evicted before this client has it, it is brought again.
   *
   * @throws ObjectNotFoundException when no node had it in time
   * @throws StoreTimeoutException when it could not be brought in time
   * @throws TokamakException when it cannot be brought at all; the message says why
   */
  public ObjectHandle get(ObjectId id, Duration timeout) throws InterruptedException {
    return fetches.get(id, Deadline.in(timeout));
  }

  /**
   * Brings objects here. Objects that no node has are waited for. A fetched object is one like all
   * others: it may be evicted again before somebody gets it.
   *
   * @return a result for each id, in their order
   */
  public List<FetchResult> fetch(List<ObjectId> ids, Duration timeout) throws InterruptedException {
    return fetch(ids, FetchOptions.within(timeout));
  }

  /**
   * Brings objects here in a way the caller chooses.
   *
   * @throws InvalidRequestException when there is no such protocol, or hints are not one for each
   *     id
   */
  public List<FetchResult> fetch(List<ObjectId> ids, FetchOptions options)
      throws InterruptedException {
    return fetches.fetch(List.copyOf(ids), options);
  }

  /**
   * Waits until {@code count} of the objects are here or were brought, or the time is up. What is
   * not here by then is {@link FetchResult.Pending}, and nobody waits for it any more, or {@link
   * FetchResult.Failed}.
   *
   * @return a result for each id, in their order
   * @throws InvalidRequestException when {@code count} is not 0 to the number of ids
   */
  public List<FetchResult> await(List<ObjectId> ids, int count, Duration timeout)
      throws InterruptedException {
    return fetches.await(List.copyOf(ids), count, Deadline.in(timeout));
  }

  /**
   * Has objects brought here some time within the next minute, when nothing more urgent is to be
   * done. Returns at once.
   *
   * @throws io.tokamak.wire.error.StoreFullException when too many are on their way
   */
  public void prefetch(List<ObjectId> ids) {
    fetches.prefetch(List.copyOf(ids));
  }

  /**
   * Has another node fetch objects of this one.
   *
   * @return a result for each id, in their order, as of that node
   * @throws NodeLostException when the node is not there
   */
  public List<FetchResult> push(List<ObjectId> ids, NodeId to, Duration timeout)
      throws InterruptedException {
    return fetches.push(List.copyOf(ids), to, Deadline.in(timeout));
  }

  /**
   * Has other nodes fetch an object of this one, from one another as far as that goes: each hands
   * on what it has, so this node sends the object twice, however many they are, as long as none is
   * late. A node that fails does not keep others from it.
   *
   * @param nodes each once
   * @return a result for each node, in their order, as of that node
   * @throws InvalidRequestException when a node is named twice, or there are more than 15,000
   */
  public List<FetchResult> broadcast(ObjectId id, List<NodeId> nodes, Duration timeout)
      throws InterruptedException {
    return fetches.broadcast(id, List.copyOf(nodes), Deadline.in(timeout));
  }

  /** Gets an object in the background; see {@link #get}. Cancelling the future gives it up. */
  public CompletableFuture<ObjectHandle> getAsync(ObjectId id, Duration timeout) {
    Deadline deadline = Deadline.in(timeout);
    return PlatformThreads.start(() -> fetches.get(id, deadline));
  }

  /**
   * Fetches in the background; see {@link #fetch(List, FetchOptions)}. Cancelling the future gives
   * it up. Each such fetch takes a thread and a connection while it lasts: fetch many objects in
   * one call rather than by many.
   */
  public CompletableFuture<List<FetchResult>> fetchAsync(List<ObjectId> ids, FetchOptions options) {
    List<ObjectId> copy = List.copyOf(ids);
    return PlatformThreads.start(() -> fetches.fetch(copy, options));
  }

  // Where things are

  /**
   * Where an object is, as the directory says. It may be out of date either way.
   *
   * @throws StoreTimeoutException when the directory does not answer; the message says why
   */
  public List<ObjectCopy> locations(ObjectId id) throws InterruptedException {
    return locations(List.of(id)).getFirst();
  }

  /** Where objects are; one list for each id. See {@link #locations(ObjectId)}. */
  public List<List<ObjectCopy>> locations(List<ObjectId> ids) throws InterruptedException {
    return queries.locations(List.copyOf(ids), Duration.ofMillis(session.callTimeoutMs()));
  }

  /** The nodes that are there, this machine's included, by their ids. */
  public List<NodeView> nodes() {
    return queries.nodes();
  }

  /**
   * The node with this name, or whose id begins with these hexadecimal digits, if it is the only
   * one.
   */
  public Optional<NodeView> node(String nameOrDigits) {
    return queries.node(nameOrDigits);
  }

  /** How this machine's node takes part in the cluster. */
  public ClusterStatus status() {
    return queries.status();
  }

  /**
   * Waits until all that was sealed at this machine's node before the call can be found by others.
   *
   * @throws StoreTimeoutException when that was not in time; the message says why
   */
  public void awaitPublished(Duration timeout) throws InterruptedException {
    queries.awaitPublished(timeout);
  }

  /** Transfers that run and the last that ended, the newest first. */
  public List<TransferInfo> transfers(int most) {
    return queries.transfers(most);
  }

  /** What each protocol costs, by fabric and size: what protocols are chosen by. */
  public List<ProtocolCost> costs() {
    return queries.costs();
  }

  /**
   * Measures the protocols against a node. From then on they are chosen by what was found.
   *
   * @throws NodeLostException when the node cannot be reached
   */
  public List<ProtocolCost> calibrate(NodeId node, Duration timeout) throws InterruptedException {
    return queries.calibrate(node, timeout);
  }

  // Changing things elsewhere

  /**
   * Deletes objects at all nodes that hold them, this one included; those in use go at their last
   * release.
   */
  public DeletedCopies deleteEverywhere(List<ObjectId> ids, Duration timeout)
      throws InterruptedException {
    session.requireWritable("delete of " + ids.size() + " objects at all nodes");
    return queries.deleteEverywhere(List.copyOf(ids), timeout);
  }

  /**
   * Tells what is sealed and what goes at another node from now on. It ends with {@link
   * io.tokamak.wire.error.DisconnectedException} when that node is lost.
   */
  public Subscription subscribe(NodeId node) {
    session.lifecycle().requireUsable();
    return queries.subscribe(connections, node, session.settings().name());
  }

  void close() {
    connections.close();
  }
}
