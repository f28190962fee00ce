-- SPDX-License-Identifier: Apache-2.0
-- A life of a node goes.
-- ARGV: 1 node, 2 epoch
-- Answers: lives still to be cleaned up after
despite_short_memory()

if epoch_of(redis.call('HGET', lives, ARGV[1])) == ARGV[2] then
  bury(ARGV[1])
  members_changed()
end
return redis.call('SCARD', dead)
