// Takes events: one statement and one transaction a call, however many events it has.
const { Pool } = require('pg');
const { serve } = require('../http.cjs');

const pool = new Pool({ max: 16 });
const pause = `${process.env.PEER_PAUSE} milliseconds`;

serve((batch) => pool.query({ name: 'take', text: 'select take($1, $2)', values: [JSON.stringify(batch), pause] }));
