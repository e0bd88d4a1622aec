// Sends what is due, a hundred at a time, and forgets it when it was sent. What a sender took and did not send within a
// minute, because it died, is due again.
const Redis = require('ioredis');
const { post, repeat } = require('../http.cjs');

const redis = new Redis(process.env.REDIS_SOCKET);
redis.defineCommand('claim', {
    numberOfKeys: 0,
    lua: `
        local now = redis.call('time')
        now = now[1] * 1000 + math.floor(now[2] / 1000)
        local taken = {}
        for _, set in ipairs({ 'due', 'sending' }) do
            for _, cart in ipairs(redis.call('zrangebyscore', set, '-inf', now, 'limit', 0, ARGV[1])) do
                redis.call('zrem', set, cart)
                redis.call('zadd', 'sending', now + 60000, cart)
                taken[#taken + 1] = { cart, redis.call('get', 'basket:' .. cart) }
            end
        end
        return taken
    `,
});

repeat(4, async () => {
    const taken = await redis.claim(100);
    if (taken.length === 0) return false;
    const done = await Promise.allSettled(taken.map(([cart, person]) => post({ to: person, text: `reminder-${cart}` })));
    const carts = taken.filter((_, place) => done[place].status === 'fulfilled').map(([cart]) => cart);
    if (carts.length === 0) return true;
    await redis.multi().zrem('sending', ...carts).del(...carts.map((cart) => `basket:${cart}`)).exec();
    return true;
});
