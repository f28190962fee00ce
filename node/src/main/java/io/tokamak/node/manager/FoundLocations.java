// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import io.tokamak.directory.Location;
import io.tokamak.transfer.ManagerCalls;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.message.ErrorReply;
import io.tokamak.wire.message.LocateReply;
import io.tokamak.wire.message.LocateReply.Sources;
import io.tokamak.wire.message.MessageLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects where objects are, and answers when all is known. For the manager's thread. */
final class FoundLocations implements ManagerCalls.LocateListener {
  private static final Sources NONE = new Sources(List.of());

  private final Asked asked;
  private final List<ObjectId> ids;
  private final Map<ObjectId, Sources> found = new HashMap<>();

  FoundLocations(Asked asked, List<ObjectId> ids) {
    this.asked = asked;
    this.ids = ids;
  }

  /** Of each object as many copies as fit when all have as many. */
  @Override
  public void located(ObjectId id, List<Location> locations) {
    long most = MessageLimits.MAX_SOURCES / ids.size();
    found.put(id, new Sources(locations.stream().limit(most).map(Answers::source).toList()));
  }

  @Override
  public void done() {
    asked.answer(new LocateReply(ids.stream().map(id -> found.getOrDefault(id, NONE)).toList()));
  }

  @Override
  public void failed(String why) {
    asked.answer(new ErrorReply(ErrorCode.TIMEOUT, why));
  }
}
