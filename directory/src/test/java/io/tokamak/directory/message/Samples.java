// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

import io.tokamak.directory.FabricOffer;
import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.directory.message.FoundMessage.Finding;
import io.tokamak.directory.message.UpdateMessage.Change;
import io.tokamak.directory.message.UpdateMessage.Kind;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.wire.ObjectId;
import java.util.List;

/** One message of each type, with another number in each field. */
final class Samples {
  static final ObjectId ID = ObjectId.fromHex("000102030405060708090a0b0c0d0e0f10111213");
  static final Location LOCATION =
      new Location(new NodeRef(0x21, 0x22), 0x23, 0x24, 0x25, 0x26, 0x27);
  static final NodeInfo NODE =
      new NodeInfo(
          new NodeRef(0x31, 0x32),
          "né",
          0x33,
          List.of(
              new FabricOffer(
                  new FabricAddress("tcp", "h:1"),
                  new RemotePointer(1, 2, 3, 4, 5),
                  new RemotePointer(6, 7, 8, 9, 10))));

  private Samples() {}

  static List<DirectoryMessage> all() {
    return List.of(
        new JoinMessage(0x11, 0x12, NODE),
        new JoinedMessage(0x13, 0x14, 0x15),
        new RefusedMessage("why"),
        new MembersMessage(List.of(NODE, NODE)),
        new LeftMessage(new NodeRef(0x16, 0x17), "why"),
        HeartbeatMessage.HEARTBEAT,
        new UpdateMessage(
            0x18,
            List.of(new Change(Kind.ADD, ID, LOCATION), new Change(Kind.DOUBT, ID, LOCATION))),
        new UpdatedMessage(0x19),
        new SearchMessage(0x1A, true, List.of(ID, ID)),
        new FoundMessage(
            0x1B, List.of(new Finding(ID, List.of(LOCATION)), new Finding(ID, List.of()))),
        new UnwatchMessage(List.of(ID)),
        LeaveMessage.LEAVE);
  }
}
