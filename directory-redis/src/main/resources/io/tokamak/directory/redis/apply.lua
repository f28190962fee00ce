-- SPDX-License-Identifier: Apache-2.0
-- What a node holds now, does not hold any more, and found to be wrong.
-- ARGV: 1 node, 2 life, 3 token expected, 4 token then; a count, then each: object, location; a count, then each: object; a count,
-- then each: object, life, location; a count, then each: shard, objects announced in it
-- Answers: 1 done, 0 nothing done since the token is another
local life, i = ARGV[2], 5
if redis.call('HGET', lives, ARGV[1]) ~= ARGV[3] then
  return 0
end

local function each(fields, action)
  local count = tonumber(ARGV[i])
  i = i + 1
  for _ = 1, count do
    action(ARGV[i], ARGV[i + 1], ARGV[i + 2])
    i = i + fields
  end
end

-- First what needs memory: if there is none, nothing at all is done.
each(2, function(object, location)
  redis.call('HSET', p .. 'o:' .. object, life, location)
  redis.call('SADD', p .. 'h:' .. life, object)
end)
each(1, function(object)
  redis.call('HDEL', p .. 'o:' .. object, life)
  redis.call('SREM', p .. 'h:' .. life, object)
end)
each(3, function(object, other, location)
  if redis.call('HGET', p .. 'o:' .. object, other) == location then
    redis.call('HDEL', p .. 'o:' .. object, other)
    redis.call('SREM', p .. 'h:' .. other, object)
  end
end)
redis.call('HSET', lives, ARGV[1], ARGV[4])
each(2, function(shard, objects)
  redis.call('PUBLISH', p .. 'c:' .. shard, objects)
end)
return 1
