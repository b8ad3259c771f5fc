-- GCRA. Each key holds when the caller's next request is due at the steady rate; who is ahead of it by more
-- than their tolerance waits. Times are in microseconds. Answers how long to wait, 0 for not at all.
local now = tonumber(ARGV[1])
for i, key in ipairs(KEYS) do
  local interval, tolerance = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  local due = math.max(tonumber(redis.call('GET', key) or now), now)
  local wait = due - tolerance - now
  if wait > 0 then
    return math.ceil(wait)
  end
  due = due + interval
  redis.call('SET', key, string.format('%.0f', due), 'PX', math.ceil((due - now) / 1000) + 1000)
end
return 0
