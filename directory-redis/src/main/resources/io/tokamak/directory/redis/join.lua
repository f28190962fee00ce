-- SPDX-License-Identifier: Apache-2.0
-- A life of a node comes, or comes again over a new connection.
-- ARGV: 1 node, 2 epoch, 3 session, 4 token, 5 lease in ms, 6 the node's description, 7 name for a new directory
-- Answers: 1 joined, 0 a later life is there, -1 a later session is there; epoch of the directory; the token it had, or '';
-- objects it is said to hold
despite_short_memory()

local function is_higher(epoch, other)
  local high, other_high = tonumber(string.sub(epoch, 1, 8), 16), tonumber(string.sub(other, 1, 8), 16)
  if high ~= other_high then
    return high > other_high
  end
  return tonumber(string.sub(epoch, 9), 16) > tonumber(string.sub(other, 9), 16)
end

local node, epoch, lease = ARGV[1], ARGV[2], tonumber(ARGV[5])
local was = redis.call('HGET', lives, node)
local known, session = string.match(was or '', '^(%x+):(%d+):')
redis.call('SETNX', p .. 'epoch', ARGV[7])
local directory = redis.call('GET', p .. 'epoch')
if known and is_higher(known, epoch) then
  return {0, directory, was, 0}
end
if known == epoch and tonumber(session) >= tonumber(ARGV[3]) then
  return {-1, directory, was, 0}
end
local now = now_ms()
pardon(now, lease)
if known ~= epoch then
  bury(node)
end
local life = node .. '@' .. epoch
redis.call('SREM', dead, life)
redis.call('HSET', lives, node, ARGV[4])
redis.call('HSET', nodes, node, ARGV[6])
redis.call('ZADD', leases, whole(now + lease), node)
members_changed()
return {1, directory, was or '', redis.call('SCARD', p .. 'h:' .. life)}
