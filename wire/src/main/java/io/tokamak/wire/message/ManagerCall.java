// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

/**
 * A call to the manager of a node, which has a socket of its own beside that of the store.
 *
 * @param <R> the reply when all goes well
 */
public sealed interface ManagerCall<R extends Reply> extends Call<R>
    permits BroadcastRequest,
        CalibrateRequest,
        CostsRequest,
        DeleteEverywhereRequest,
        FetchRequest,
        FollowRequest,
        GreetRequest,
        LocateRequest,
        ManagerStatusRequest,
        NodesRequest,
        PrefetchRequest,
        PublishedRequest,
        PushRequest,
        TransfersRequest {}
