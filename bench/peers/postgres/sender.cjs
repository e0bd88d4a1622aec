// Sends what is due, a hundred at a time, and writes down that it was sent.
const { Pool } = require('pg');
const { post, repeat } = require('../http.cjs');

const pool = new Pool({ max: 4 });
const sent = "update basket set state = 'sent' where cart = any ($1)";

repeat(4, async () => {
    const { rows } = await pool.query({ name: 'claim', text: 'select cart, person from claim(100)' });
    if (rows.length === 0) return false;
    const done = await Promise.allSettled(rows.map(({ cart, person }) => post({ to: person, text: `reminder-${cart}` })));
    const carts = rows.filter((_, place) => done[place].status === 'fulfilled').map(({ cart }) => cart);
    await pool.query({ name: 'sent', text: sent, values: [carts] });
    return true;
});
