// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.ucx.ucp.Ucp;
import io.tokamak.fabric.ucx.ucp.UcpEndpoint;
import io.tokamak.fabric.ucx.ucp.UcpRequest;
import io.tokamak.fabric.ucx.ucp.UcpWorker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Network cards move the bytes; the peer's processor has no part in it. Where a region is the peer
 * is asked once; bounds, access and alignment are checked here, as cards know nothing of them but
 * the bounds of the whole registration, and end the connection instead of the operation.
 *
 * <p>A write is over when a flush of the path that was begun after it has ended: until then it may
 * not be placed. One flush serves all writes before it.
 *
 * <p>Long ones are split, and a window bounds what of them is under way; short ones do not wait for
 * them. Local memory is in use until UCX has ended every request ({@link #isBusy}).
 */
final class DirectMover implements Mover {
  private static final int WORD_BYTES = 16;

  private final UcpWorker worker;
  private final Path path;
  private final boolean keepsOrder;
  private final Operations operations;
  private final Inquiries inquiries;
  private final RemoteRegions regions = new RemoteRegions();
  private final Pending<Operation> pending = new Pending<>();
  private final Pending.Ended<Operation> ended = this::ended;
  private final Deque<Operation> bulk = new ArrayDeque<>();
  private final List<Operation> unflushed = new ArrayList<>();
  private final List<Operation> flushing = new ArrayList<>();
  private final MemorySegment words;
  private final int[] freeWords = new int[Limits.OPERATIONS];
  private int freeWordCount;
  private final Owed ends = new Owed();
  private long flush;
  private long windowBytes;
  private int waiting;
  private boolean over;

  /** Asks the peer, and tells it. */
  interface Inquiries {
    /** Where is it? The answer comes to {@link DirectMover#placed}. */
    void where(int region, int generation);

    /** It is used no more. */
    void unused(int region, int generation);
  }

  /**
   * For one endpoint.
   *
   * @param keepsOrder whether fences of UCX may be used
   */
  DirectMover(
      UcpWorker worker, Path path, boolean keepsOrder, Operations operations, Inquiries inquiries) {
    this.worker = worker;
    this.path = path;
    this.keepsOrder = keepsOrder;
    this.operations = operations;
    this.inquiries = inquiries;
    words = Arena.ofAuto().allocate((long) Limits.OPERATIONS * WORD_BYTES, WORD_BYTES);
    while (freeWordCount < freeWords.length) {
      freeWords[freeWordCount] = freeWordCount;
      freeWordCount++;
    }
  }

  @Override
  public void start(Operation operation) {
    RemoteRegion region = regions.find(operation.targetRegion, operation.targetGeneration);
    if (region == null) {
      region = ask(operation);
    }
    if (region.state == RemoteRegion.State.ASKED) {
      waiting++;
      operation.ask();
      region.waiting.add(operation);
    } else {
      go(operation, region);
    }
  }

  private RemoteRegion ask(Operation operation) {
    if (regions.size() >= Limits.KNOWN_REGIONS) {
      regions.all().forEach(this::dropIfIdle);
    }
    RemoteRegion region = regions.add(operation.targetRegion, operation.targetGeneration);
    inquiries.where(operation.targetRegion, operation.targetGeneration);
    return region;
  }

  /** The peer has said where a region is, or that it is not. */
  void placed(Notice.Place place) {
    RemoteRegion region = regions.find(place.region(), place.generation());
    if (region == null || region.state != RemoteRegion.State.ASKED) {
      throw new BadFrameException("a place of a region nobody asked for");
    }
    if (over || path.hasFailed()) {
      return; // what waits ends with the connection; the path may be closed by now
    }
    if (place.status() == OperationStatus.DONE) {
      region.access = place.access();
      region.address = place.address();
      region.length = place.length();
      region.key = place.key().length == 0 ? 0 : path.endpoint().unpack(place.key());
      region.state = RemoteRegion.State.KNOWN;
    } else {
      region.state = RemoteRegion.State.GONE;
      regions.remove(region);
    }
    for (Operation operation : region.waiting) {
      waiting--;
      operation.answered(false);
      if (place.status() == OperationStatus.DONE) {
        go(operation, region);
      } else {
        over(operation, place.status());
      }
    }
    region.waiting.clear();
  }

  /** The peer has closed a region. */
  void gone(int number, int generation) {
    RemoteRegion region = regions.find(number, generation);
    if (region == null || region.state != RemoteRegion.State.KNOWN) {
      return; // it was dropped here while the news were on their way
    }
    region.state = RemoteRegion.State.GONE;
    regions.remove(region);
    bulk.removeIf(operation -> operation.remote == region && endsUnissued(operation));
    dropIfUnused(region);
  }

  /** What is not asked for yet will not be. */
  private boolean endsUnissued(Operation operation) {
    operation.status = OperationStatus.STALE_POINTER;
    if (operation.isOver()) {
      finish(operation);
    }
    return true;
  }

  private void dropIfUnused(RemoteRegion region) {
    if (region.state == RemoteRegion.State.GONE && region.uses == 0) {
      destroyKey(region);
      inquiries.unused(region.number, region.generation);
    }
  }

  private void dropIfIdle(RemoteRegion region) {
    if (region.state == RemoteRegion.State.KNOWN && region.uses == 0) {
      region.state = RemoteRegion.State.GONE;
      regions.remove(region);
      dropIfUnused(region);
    }
  }

  private static void destroyKey(RemoteRegion region) {
    if (region.key != 0) {
      UcpEndpoint.destroyKey(region.key);
      region.key = 0;
    }
  }

  private void go(Operation operation, RemoteRegion region) {
    OperationStatus status = region.check(operation);
    if (status != OperationStatus.DONE || (operation.length == 0 && !operation.isAtomic())) {
      over(operation, status);
      return;
    }
    operation.remote = region;
    region.uses++;
    if (operation.isAtomic()) {
      postAtomic(operation, region);
    } else if (operation.length <= Limits.DIRECT_PIECE_BYTES) {
      post(operation, region, (int) operation.length);
    } else {
      bulk.add(operation);
      pump();
    }
  }

  /** Asks for pieces of the first long operations while the window has room. */
  private void pump() {
    while (!bulk.isEmpty() && windowBytes < Limits.DIRECT_WINDOW_BYTES && path.isOpen()) {
      Operation operation = bulk.getFirst();
      RemoteRegion region = operation.remote;
      long left = operation.length - operation.issued;
      int length = (int) Math.min(Limits.DIRECT_PIECE_BYTES, left);
      if (length == left) {
        bulk.removeFirst();
      }
      if (region != null) {
        windowBytes += length;
        post(operation, region, length);
      }
    }
  }

  private void post(Operation operation, RemoteRegion remote, int length) {
    UcxRegion local = operation.region;
    if (local == null || over || path.hasFailed()) {
      return;
    }
    long near = local.memory().address() + operation.regionOffset + operation.issued;
    long far = remote.address + operation.targetOffset + operation.issued;
    UcpEndpoint endpoint = path.endpoint();
    operation.issued += length;
    operation.piecesUnderWay++;
    begun(
        operation.kind == Operation.Kind.READ
            ? endpoint.get(near, length, far, remote.key, local.parameters())
            : endpoint.put(near, length, far, remote.key, local.parameters()),
        operation,
        length);
  }

  private void postAtomic(Operation operation, RemoteRegion remote) {
    if (over || path.hasFailed()) {
      return;
    }
    operation.word = freeWords[--freeWordCount];
    long at = (long) operation.word * WORD_BYTES;
    words.set(ValueLayout.JAVA_LONG, at, operation.argument);
    words.set(ValueLayout.JAVA_LONG, at + Long.BYTES, operation.value);
    operation.piecesUnderWay++;
    long operand = words.address() + at;
    long far = remote.address + operation.targetOffset;
    var how = path.parameters().word().replyTo(operand + Long.BYTES);
    begun(
        operation.kind == Operation.Kind.FETCH_ADD
            ? path.endpoint().add(operand, far, remote.key, how)
            : path.endpoint().compareAndSwap(operand, far, remote.key, how),
        operation,
        0);
  }

  private void begun(long request, Operation operation, long length) {
    if (request == 0) {
      ended(operation, length, Ucp.OK);
    } else if (Ucp.isError(request)) {
      ended(operation, length, (byte) request);
    } else {
      pending.add(request, operation, length);
    }
  }

  private void ended(Operation operation, long length, byte status) {
    operation.piecesUnderWay--;
    if (operation.length > Limits.DIRECT_PIECE_BYTES) {
      windowBytes -= length;
    }
    if (operation.isAtomic()) {
      long at = (long) operation.word * WORD_BYTES + Long.BYTES;
      operation.value = words.get(ValueLayout.JAVA_LONG, at);
      freeWords[freeWordCount++] = operation.word;
    }
    if (status != Ucp.OK) {
      path.fail(status); // with it all that is under way ends as disconnected
    } else if (operation.isAtomic() || operation.isOver()) {
      finish(operation);
    }
  }

  private void finish(Operation operation) {
    if (operation.kind == Operation.Kind.WRITE) {
      unflushed.add(operation);
    } else {
      leave(operation);
    }
  }

  private void leave(Operation operation) {
    RemoteRegion region = operation.remote;
    if (region != null) {
      region.uses--;
      dropIfUnused(region);
    }
    operations.over(operation);
  }

  private void over(Operation operation, OperationStatus status) {
    operation.status = status;
    operations.over(operation);
  }

  @Override
  public boolean hasUnissued() {
    return waiting > 0 || !bulk.isEmpty();
  }

  @Override
  public boolean fenceReads() {
    if (keepsOrder) {
      worker.fence();
    }
    return keepsOrder;
  }

  @Override
  public int poll() {
    int done = pending.isEmpty() ? 0 : pending.poll(ended);
    if (flush != 0) {
      done += pollFlush();
    }
    if (flush == 0 && !unflushed.isEmpty() && !over && !path.hasFailed()) {
      beginFlush();
    }
    if (!bulk.isEmpty()) {
      pump();
    }
    if (done > 0) {
      ends.came();
    }
    return done;
  }

  private void beginFlush() {
    for (int i = 0; i < unflushed.size(); i++) {
      flushing.add(unflushed.get(i)); // addAll would allocate
    }
    unflushed.clear();
    long request = path.endpoint().flush(path.parameters().plain());
    if (request == 0) {
      flushed();
    } else if (Ucp.isError(request)) {
      path.fail((byte) request);
    } else {
      flush = request;
    }
  }

  private int pollFlush() {
    byte status = UcpRequest.status(flush);
    if (status == Ucp.IN_PROGRESS) {
      return 0;
    }
    UcpRequest.free(flush);
    flush = 0;
    if (status == Ucp.OK) {
      flushed();
    } else {
      path.fail(status);
    }
    return 1;
  }

  private void flushed() {
    for (int i = 0; i < flushing.size(); i++) {
      leave(flushing.get(i));
    }
    flushing.clear();
  }

  @Override
  public void answered(Frame frame) {
    throw new BadFrameException(frame.what() + ", and nothing was asked");
  }

  /** UCX ends them in their order: as long as some end, none is forgotten. */
  @Override
  public boolean isOverdue(long nowNs, long pausedNs) {
    if (!isBusy()) {
      ends.came();
      return false;
    }
    return ends.isOverdue(nowNs, pausedNs, Limits.ANSWER_NS);
  }

  @Override
  public boolean isBusy() {
    return !pending.isEmpty() || flush != 0;
  }

  @Override
  public void end() {
    over = true;
    bulk.clear();
    unflushed.clear();
  }

  @Override
  public void release() {
    regions.all().forEach(DirectMover::destroyKey);
  }
}
