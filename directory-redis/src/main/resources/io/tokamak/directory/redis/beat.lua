-- SPDX-License-Identifier: Apache-2.0
-- A heartbeat: renews the lease, ends those that ran out, tells whether the members have changed.
-- ARGV: 1 node, 2 token, 3 lease in ms, 4 the members known, as epoch/version
-- Answers: 1 there, 0 not; epoch of the directory; version of the members; dead lives whose objects are still to be removed; who
-- listens to the echo; descriptions of all nodes, if they have changed
despite_short_memory()

local now, lease = now_ms(), tonumber(ARGV[3])
pardon(now, lease)
local there = redis.call('HGET', lives, ARGV[1]) == ARGV[2]
if there then
  redis.call('ZADD', leases, whole(now + lease), ARGV[1])
end
local late = redis.call('ZRANGEBYSCORE', leases, '-inf', '(' .. whole(now), 'LIMIT', 0, 16)
for _, node in ipairs(late) do
  bury(node)
end
if #late > 0 then
  members_changed()
end
local epoch = redis.call('GET', p .. 'epoch') or ''
local version = redis.call('GET', p .. 'version') or ''
local members = false
if epoch .. '/' .. version ~= ARGV[4] then
  members = redis.call('HVALS', nodes)
end
local listeners = redis.call('PUBLISH', p .. 'e:' .. ARGV[1], '')
return {there and 1 or 0, epoch, version, redis.call('SCARD', dead), listeners, members}
