// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.protocol;

import io.tokamak.transfer.Acceptance;
import io.tokamak.transfer.NewObject;
import io.tokamak.transfer.Place;
import java.util.Arrays;

/**
 * An object of this node that is being received, in pieces, perhaps from several holders, one after
 * the other or at once. A piece is here when its source has shown afterwards that it still had the
 * object.
 *
 * <p>Two holders may have different objects under one id. Pieces of several holders are put
 * together only if the holders agree on the checksum of the whole; what came before a checksum was
 * known is proven by it in the end.
 */
public final class Landing {
  private static final byte FREE = 0;
  private static final byte TAKEN = 1;
  private static final byte HERE = 2;

  private final NewObject object;
  private final long dataLength;
  private final int metadataLength;
  private final long length;
  private final long pieceBytes;
  private final byte[] pieces;
  private int here;
  private int firstFree;
  private boolean checksumKnown;
  private int checksum;
  private boolean mustVerify;
  private boolean relayed;
  private int firstMissing;
  private int life;
  private boolean over;
  private boolean sealed;

  /** Of which nothing has come. */
  public Landing(NewObject object, long dataLength, int metadataLength, long pieceBytes) {
    this.object = object;
    this.dataLength = dataLength;
    this.metadataLength = metadataLength;
    this.pieceBytes = pieceBytes;
    length = Place.length(dataLength, metadataLength);
    pieces = new byte[(int) Math.max(1, (length + pieceBytes - 1) / pieceBytes)];
  }

  /** The object being written. */
  public NewObject object() {
    return object;
  }

  /** Bytes from the first to the last. */
  public long length() {
    return length;
  }

  /** Whether an object there has these lengths. */
  public boolean fits(Place place) {
    return place.dataLength() == dataLength && place.metadataLength() == metadataLength;
  }

  /** Where it lies, in an entry that nobody may read yet. */
  public Place place() {
    return new Place(object.offset(), dataLength, metadataLength, 0, 0);
  }

  /** How many pieces it has. */
  int pieceCount() {
    return pieces.length;
  }

  /** A piece that nobody is getting; -1 when there is none. It is the caller's. */
  int take() {
    while (firstFree < pieces.length && pieces[firstFree] != FREE) {
      firstFree++;
    }
    if (firstFree == pieces.length) {
      return -1;
    }
    pieces[firstFree] = TAKEN;
    return firstFree;
  }

  /** It did not come. */
  void giveBack(int piece) {
    pieces[piece] = FREE;
    firstFree = Math.min(firstFree, piece);
  }

  /** It has come. */
  void arrived(int piece) {
    pieces[piece] = HERE;
    here++;
  }

  /** All of it has come, from one holder. */
  void allArrived() {
    Arrays.fill(pieces, HERE);
    here = pieces.length;
    firstFree = pieces.length;
  }

  /** All up to there has come, in order, of an object whose checksum is known. */
  void arrivedUpTo(long bytes) {
    while (firstMissing < pieces.length
        && pieceStart(firstMissing) + pieceLength(firstMissing) <= bytes) {
      if (pieces[firstMissing] != HERE) {
        arrived(firstMissing);
      }
      firstMissing++;
    }
  }

  /** Bytes that have come, from the first up to the first that has not. */
  public long here() {
    while (firstMissing < pieces.length && pieces[firstMissing] == HERE) {
      firstMissing++;
    }
    return firstMissing == pieces.length ? length : pieceStart(firstMissing);
  }

  /** Bytes of a piece. */
  long pieceLength(int piece) {
    return Math.min(pieceBytes, length - pieceStart(piece));
  }

  /** Where a piece begins. */
  long pieceStart(int piece) {
    return piece * pieceBytes;
  }

  /** Whether somebody could get a piece that nobody is getting. */
  public boolean hasFree() {
    for (int piece = firstFree; piece < pieces.length; piece++) {
      if (pieces[piece] == FREE) {
        return true;
      }
    }
    return false;
  }

  /** Whether all of it is here. */
  public boolean isComplete() {
    return here == pieces.length;
  }

  /** Whether some of it is here. */
  public boolean isBegun() {
    return here > 0;
  }

  /** What has come is not used; nobody is getting any of it. */
  void clear() {
    Arrays.fill(pieces, FREE);
    here = 0;
    firstFree = 0;
    firstMissing = 0;
    life++;
  }

  /** Nothing has come, and nothing is known of what will. Nobody is getting any of it. */
  public void restart() {
    clear();
    checksumKnown = relayed;
    mustVerify = relayed; // what comes next may be proven by itself, and without a checksum
  }

  /**
   * A holder says what the checksum of the whole is.
   *
   * @return whether that is the object begun with, as far as known
   */
  public boolean agrees(int itsChecksum) {
    if (!checksumKnown) {
      checksumKnown = true;
      checksum = itsChecksum;
      mustVerify |= here > 0;
    }
    return checksum == itsChecksum;
  }

  /**
   * It is part of a broadcast of the object with this checksum, so others may have what has come.
   */
  public void relay(int itsChecksum) {
    relayed = agrees(itsChecksum);
    mustVerify |= relayed;
  }

  /** The broadcast is over: others get no more of it, and after a restart another one may come. */
  public void endRelay() {
    relayed = false;
  }

  /** Whether others may have what has come. */
  public boolean isRelayed() {
    return relayed;
  }

  /** The checksum of the whole, of one that is relayed. */
  public int checksum() {
    return checksum;
  }

  /** Changes when what had come is not used. */
  public int life() {
    return life;
  }

  /** It was sealed, or given up: what lies there may be another object soon. */
  public void over(boolean isSealed) {
    over = true;
    sealed = isSealed;
  }

  /** Whether it was sealed or given up. */
  public boolean isOver() {
    return over;
  }

  /** Whether it was sealed. */
  public boolean isSealed() {
    return sealed;
  }

  /** It is to be compared with its checksum before it is sealed. */
  public void mustVerify() {
    mustVerify = true;
  }

  /** Whether there is something to compare. */
  public boolean isToBeVerified() {
    return mustVerify;
  }

  /** Whether these bytes are the object. */
  public boolean isRight(int foundChecksum, Acceptance acceptance) {
    return checksumKnown && acceptance.isWhole(checksum, foundChecksum);
  }
}
