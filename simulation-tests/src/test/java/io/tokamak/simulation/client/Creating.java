// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.transfer.NewObject;
import io.tokamak.transfer.Place;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.TokamakException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** Creates an object and writes it bit by bit; seals it, or gives it up. */
final class Creating implements Activity {
  private static final int PIECES = 3;

  private final Desk desk;
  private final @Nullable NewObject created;
  private final byte[] bytes;
  private final int pieces;
  private int written;
  private boolean over;

  Creating(Desk desk, ObjectId id) {
    this.desk = desk;
    int dataLength = desk.random().nextInt(desk.world().mostBytes() + 1);
    int metadataLength = desk.random().nextInt(4) == 0 ? desk.random().nextInt(100) : 0;
    bytes = new byte[(int) Place.length(dataLength, metadataLength)];
    desk.random().nextBytes(bytes);
    created = create(id, dataLength, metadataLength);
    pieces = 1 + desk.random().nextInt(PIECES);
    over = created == null;
  }

  private @Nullable NewObject create(ObjectId id, int dataLength, int metadataLength) {
    try {
      return desk.store().create(id, dataLength, metadataLength);
    } catch (TokamakException refused) {
      return null;
    }
  }

  @Override
  public void step() {
    if (over || created == null) {
      return;
    }
    if (written < pieces) {
      write(bytes.length * written / pieces, bytes.length * (written + 1) / pieces);
      written++;
    } else {
      end(created);
    }
  }

  private void write(int from, int to) {
    memory()
        .asSlice(from, to - from)
        .copyFrom(MemorySegment.ofArray(bytes).asSlice(from, to - from));
  }

  private MemorySegment memory() {
    return desk.store().data().asSlice(created == null ? 0 : created.offset(), bytes.length);
  }

  private void end(NewObject object) {
    over = true;
    assertThat(memory().toArray(ValueLayout.JAVA_BYTE))
        .as("what %s has written of %s", desk.node(), Desk.name(object.id()))
        .isEqualTo(bytes);
    if (desk.random().nextInt(8) == 0) {
      object.abort();
    } else {
      desk.trace("seals " + Desk.name(object.id()));
      desk.history().sealed(Desk.name(object.id()), bytes);
      object.seal();
    }
  }

  @Override
  public boolean isOver() {
    return over;
  }
}
