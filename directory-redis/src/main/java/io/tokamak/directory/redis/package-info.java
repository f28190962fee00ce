// SPDX-License-Identifier: Apache-2.0

/**
 * The directory on Redis or Valkey: {@code docs/directory-redis.md} has its keys, scripts and
 * channels, and what happens when.
 *
 * <p>{@link io.tokamak.directory.redis.RedisDirectory} is what others use. All decisions are made
 * by step functions in the manager's thread: {@code LinkKeeper} connects and gives up, {@code Life}
 * joins and stays, {@code Outbox} publishes, {@code Searches} looks up, {@code FeedKeeper} listens.
 * {@code JedisLink} and {@code JedisFeed} only carry rounds and messages, in a thread each.
 */
@NullMarked
package io.tokamak.directory.redis;

import org.jspecify.annotations.NullMarked;
