/** http-proxy alone, as its readme shows it: what a login, an audit and limits are added to. Usage: bare-http-proxy.cjs PORT TO */

const { createServer } = require('node:http');
const { createProxyServer } = require('http-proxy');

const [port, to] = process.argv.slice(2);
const proxy = createProxyServer({ target: `http://127.0.0.1:${to}`, ws: true });
proxy.on('error', () => {});
const server = createServer((_request, response) => response.writeHead(426).end());
server.on('upgrade', (request, socket, head) => {
  socket.on('error', () => {});
  proxy.ws(request, socket, head);
});
server.listen(Number(port), '127.0.0.1');
