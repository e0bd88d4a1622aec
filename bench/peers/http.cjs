// What both hand-written workers need of HTTP.
const http = require('node:http');

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

/** Takes calls at `/events` on the port of this run; each is answered when `take(batch)` is done. */
exports.serve = (take) => {
    const server = http.createServer((request, response) => {
        const chunks = [];
        request.on('data', (chunk) => chunks.push(chunk));
        request.on('end', () => {
            const answer = (status, body) => {
                const headers = { 'content-type': 'application/json', 'content-length': body.length };
                response.writeHead(status, headers).end(body);
            };
            new Promise((resolve) => resolve(take(JSON.parse(Buffer.concat(chunks)).batch))).then(
                () => answer(200, '{}'),
                (error) => (console.error(error), answer(500, '{}')),
            );
        });
    });
    server.keepAliveTimeout = 600_000;
    server.listen(Number(process.env.PEER_PORT), '127.0.0.1');
};

/** Posts a message to the endpoint of this run; fails unless it is taken. */
exports.post = (message) =>
    new Promise((resolve, reject) => {
        const body = JSON.stringify(message);
        const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
        const request = http.request(process.env.PEER_SINK, { method: 'POST', agent, headers }, (response) => {
            response.resume();
            response.on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(response.statusCode))));
        });
        request.on('error', reject);
        request.end(body);
    });

/** Runs `turn` again and again, `together` at a time; it says whether there was anything to do. */
exports.repeat = (together, turn) => {
    const loop = async () => {
        for (;;) {
            const busy = await turn().catch((error) => console.error(error));
            if (!busy) await new Promise((resolve) => setTimeout(resolve, 50));
        }
    };
    for (let number = 0; number < together; number++) loop();
};
