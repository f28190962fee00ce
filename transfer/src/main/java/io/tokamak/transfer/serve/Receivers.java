// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.serve;

import io.tokamak.fabric.NodeRef;
import io.tokamak.wire.ObjectId;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who has got which object from here lately, and can be asked instead. */
final class Receivers {
  private static final int KEPT = 1024;

  private final Map<ObjectId, NodeRef> byId = new Latest();

  private static final class Latest extends LinkedHashMap<ObjectId, NodeRef> {
    @Serial private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<ObjectId, NodeRef> eldest) {
      return size() > KEPT;
    }
  }

  void has(ObjectId id, NodeRef receiver) {
    byId.put(id, receiver);
  }

  /** Somebody else who has it. */
  @Nullable NodeRef insteadFor(ObjectId id, NodeRef who) {
    NodeRef other = byId.get(id);
    return other == null || other.equals(who) ? null : other;
  }
}
