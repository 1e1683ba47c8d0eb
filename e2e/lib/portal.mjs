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
  let old = '', fresh = '';
  const page = '<!doctype html><title>Connexion au réseau</title><form action="/portail">Acceptez les conditions</form>';
  const ways = {
    portal: (_, res) => res.writeHead(200, { 'Content-Type': 'text/html' }).end(page),
    redirect: (_, res) => res.writeHead(302, { Location: `http://127.0.0.1:${port}/portail` }).end(),
    'portal-json': (_, res) => res.writeHead(200, { 'Content-Type': 'application/json' }).end('{"error":"login required"}'),
    502: (_, res) => res.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad gateway</h1>'),
    hang: () => undefined,
    open: (req, res) => {
      const up = http.request({ port: target(), host: '127.0.0.1', path: fresh ? req.url?.replaceAll(fresh, old) : req.url, method: req.method, headers: old ? { ...req.headers, 'accept-encoding': 'identity' } : req.headers }, (answer) => {
        // The server has done its work; the line is cut before its answer.
        if (req.method === 'POST' && req.url.endsWith('/scans') && ++answers >= cut) return res.destroy();
        if (old) return renamed(answer, res);
        res.writeHead(answer.statusCode, answer.headers);
        answer.pipe(res);
      });
      up.on('error', () => res.destroy());
      req.pipe(up);
    },
  };
  const swap = (/** @type {string} */ text) => text.replaceAll(old, fresh);
  async function renamed(answer, res) {
    const whole = Buffer.concat(await answer.toArray());
    const headers = Object.fromEntries(Object.entries(answer.headers).map(([k, v]) => [k, typeof v === 'string' ? swap(v) : v]));
    delete headers['content-length'];
    const worded = /html|javascript|css|json/.test(headers['content-type'] ?? '');
    res.writeHead(answer.statusCode, headers).end(worded ? swap(whole.toString()) : whole);
  }
  const server = http.createServer((req, res) => ways[way](req, res));
  await new Promise((ok) => { server.listen(port, '127.0.0.1', () => ok(undefined)); });
  return {
    url: `http://localhost:${port}`,
    /** @param {keyof typeof ways} to open, portal, redirect, portal-json, 502, hang */
    become(to) { way = String(to); server.closeAllConnections(); },
    /** From the n-th call of scans on, answers are lost after the server has done its work. @param {number} n */
    loseAnswersFrom(n) { answers = 0; cut = n; },
    calls: () => answers,
    /** From now on the server's build bears another name: what a new version looks like. @param {string} from @param {string} to */
    renames(from, to) { [old, fresh] = [from, to]; },
    close: () => { server.closeAllConnections(); return new Promise((ok) => { server.close(ok); }); },
  };
}
