-- SPDX-License-Identifier: Apache-2.0
-- Removes some of what a life held: of the given one, or of one that is dead. All nodes together take one step per pause.
-- ARGV: 1 life, or '' for one that is dead; 2 most objects; 3 pause in ms, 0 for none; 4 node and 5 token of the given life
-- Answers: objects that the given life still holds, -1 if its token is another; else lives still to be cleaned up after
despite_short_memory()

local given, most, pause = ARGV[1], tonumber(ARGV[2]), ARGV[3]

local function clean(life)
  local objects = redis.call('SPOP', p .. 'h:' .. life, most)
  for _, object in ipairs(objects) do
    redis.call('HDEL', p .. 'o:' .. object, life)
  end
  return #objects
end

if given ~= '' then
  if redis.call('HGET', lives, ARGV[4]) ~= ARGV[5] then
    return -1
  end
  clean(given)
  return redis.call('SCARD', p .. 'h:' .. given)
end
if pause == '0' or redis.call('SET', p .. 'cleaning', '', 'NX', 'PX', pause) then
  local life = redis.call('SRANDMEMBER', dead)
  if life and clean(life) < most then
    redis.call('SREM', dead, life)
  end
end
local left = redis.call('SCARD', dead)
if left == 0 and redis.call('ZCARD', leases) == 0 then
  redis.call('DEL', p .. 'epoch', p .. 'version', p .. 'cleaning')
end
return left
