-- SPDX-License-Identifier: Apache-2.0
-- Stands before every script. KEYS[1]: the prefix.
local p = KEYS[1]
local leases, lives, nodes, dead = p .. 'leases', p .. 'lives', p .. 'nodes', p .. 'dead'

-- A script that has written may go on writing when memory is short. Removing something that is never
-- there is a write that is always let through.
local function despite_short_memory()
  redis.call('ZREM', leases, '')
end

local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function whole(number)
  return string.format('%.0f', number)
end

-- If nobody was heard of for half a lease it was this server that was away: no lease ends for that.
local function pardon(now, lease)
  local newest = redis.call('ZREVRANGE', leases, 0, 0, 'WITHSCORES')[2]
  if newest and now - (newest - lease) > lease / 2 then
    for _, node in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', whole(now + lease))) do
      redis.call('ZADD', leases, whole(now + lease), node)
    end
  end
end

-- The epoch of a node that is there, else false.
local function epoch_of(was)
  return was and string.sub(was, 1, 16)
end

-- Takes a node out. What its life held is removed later, in steps.
local function bury(node)
  local epoch = epoch_of(redis.call('HGET', lives, node))
  if epoch then
    redis.call('SADD', dead, node .. '@' .. epoch)
  end
  redis.call('ZREM', leases, node)
  redis.call('HDEL', lives, node)
  redis.call('HDEL', nodes, node)
end

local function members_changed()
  redis.call('INCR', p .. 'version')
  redis.call('PUBLISH', p .. 'm', '')
end
