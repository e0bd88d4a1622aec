// Node-RED without its editor; functions reach PostgreSQL through `global.get('pool')`.
const { Pool } = require('pg');

module.exports = {
    uiHost: '127.0.0.1',
    uiPort: Number(process.env.PEER_PORT),
    httpAdminRoot: false,
    httpNodeRoot: '/',
    credentialSecret: 'peers',
    apiMaxLength: '5mb',
    logging: { console: { level: 'warn', metrics: false, audit: false } },
    telemetry: { enabled: false, updateNotification: false },
    functionGlobalContext: { pool: new Pool({ max: 20 }) },
};
