// What stands between a phone and the server: nothing, a school's portal, a line that hangs, a proxy in trouble.
import http from 'node:http';

/**
 * Listens where the phone believes the server to be.
 * @param {() => number} target port of the real server, which may change
 * @param {number} port
 */
export async function between(target, port) {
  let way = 'open';
  let answers = 0, cut = Infinity;
  const page = '<!doctype html><title>Connexion au réseau</title><form action="/portail">Acceptez les conditions</form>';
  const ways = {
    portal: (_, res) => res.writeHead(200, { 'Content-Type': 'text/html' }).end(page),
    redirect: (_, res) => res.writeHead(302, { Location: `http://127.0.0.1:${port}/portail` }).end(),
    'portal-json': (_, res) => res.writeHead(200, { 'Content-Type': 'application/json' }).end('{"error":"login required"}'),
    502: (_, res) => res.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad gateway</h1>'),
    hang: () => undefined,
    open: (req, res) => {
      const up = http.request({ port: target(), host: '127.0.0.1', path: req.url, method: req.method, headers: req.headers }, (answer) => {
        // The server has done its work; the line is cut before its answer.
        if (req.method === 'POST' && req.url.endsWith('/scans') && ++answers >= cut) return res.destroy();
        res.writeHead(answer.statusCode, answer.headers);
        answer.pipe(res);
      });
      up.on('error', () => res.destroy());
      req.pipe(up);
    },
  };
  const server = http.createServer((req, res) => ways[way](req, res));
  await new Promise((ok) => { server.listen(port, '127.0.0.1', () => ok(undefined)); });
  return {
    /** @param {keyof typeof ways} to open, portal, redirect, portal-json, 502, hang */
    become(to) { way = String(to); server.closeAllConnections(); },
    /** From the n-th call of scans on, answers are lost after the server has done its work. @param {number} n */
    loseAnswersFrom(n) { answers = 0; cut = n; },
    calls: () => answers,
    close: () => { server.closeAllConnections(); return new Promise((ok) => { server.close(ok); }); },
  };
}
