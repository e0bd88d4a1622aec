// Takes events: one script a call, however many events it has. What was told before counts once, for a week.
const Redis = require('ioredis');
const { serve } = require('../http.cjs');

const redis = new Redis(process.env.REDIS_SOCKET);
redis.defineCommand('take', {
    numberOfKeys: 0,
    lua: `
        local now = redis.call('time')
        local due = now[1] * 1000 + math.floor(now[2] / 1000) + ARGV[1]
        for place = 2, #ARGV, 4 do
            local id, name, cart, person = ARGV[place], ARGV[place + 1], ARGV[place + 2], ARGV[place + 3]
            if redis.call('set', 'seen:' .. id, 1, 'nx', 'ex', 604800) then
                if name == 'Cart Updated' then
                    redis.call('set', 'basket:' .. cart, person)
                    redis.call('zadd', 'due', due, cart)
                elseif redis.call('zrem', 'due', cart) == 1 then
                    redis.call('del', 'basket:' .. cart)
                end
            end
        end
    `,
});

serve((batch) => {
    const events = batch.flatMap(({ messageId, event, properties, userId }) => [messageId, event, properties.cart_id, userId]);
    return redis.take(process.env.PEER_PAUSE, ...events);
});
