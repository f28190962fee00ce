// SPDX-License-Identifier: Apache-2.0

/** The directory on Redis or Valkey. */
module io.tokamak.directory.redis {
  requires static transitive org.jspecify;
  requires transitive io.tokamak.directory;
  requires redis.clients.jedis;

  exports io.tokamak.directory.redis;
}
