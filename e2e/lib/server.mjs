// The real binary on a folder of its own, on loopback, on a port of its own.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import net from 'node:net';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const binary = process.env.PASSERELLE_BINARY || join(root, 'passerelle');

export function build() {
  if (!process.env.PASSERELLE_BINARY || !existsSync(binary)) execFileSync('make', ['build'], { cwd: root, stdio: 'inherit' });
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const s = net.createServer();
    s.once('error', reject);
    s.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (s.address());
      s.close(() => resolve(port));
    });
  });
}

/** A folder that goes away with the tests. */
export const folder = () => mkdtempSync(join(tmpdir(), 'passerelle-e2e-'));
export const remove = (dir) => rmSync(dir, { recursive: true, force: true });

/** Runs a command of the binary and gives what it printed; `ok` lists the exit codes that are expected. */
export function command(args, { dir, ok = [0], url } = {}) {
  try {
    return execFileSync(binary, [...args, '--dir', dir], { encoding: 'utf8', maxBuffer: 64 << 20, env: env(url) });
  } catch (e) {
    if (ok.includes(e.status)) return e.stdout;
    throw new Error(`${args.join(' ')}: exit ${e.status}\n${e.stdout}\n${e.stderr}`);
  }
}

const env = (url) => ({ ...process.env, ...(url ? { PASSERELLE_URL: url } : {}) });

/** Serves a folder. `kill` is kill -9; `stop` lets it finish. Specs run side by side: a port of ours that another took meanwhile is chosen again. */
export async function serve(dir, port) {
  for (let tries = 0; port === undefined && tries < 3; tries++) {
    try {
      return await serveAt(dir, await freePort());
    } catch (error) {
      if (tries === 2 || !/address already in use/.test(String(error))) throw error;
    }
  }
  return serveAt(dir, port);
}

async function serveAt(dir, port) {
  const url = `http://localhost:${port}`;
  let out = '';
  const child = spawn(binary, ['serve', '--http', `127.0.0.1:${port}`, '--dir', dir], { env: env(url) });
  child.stdout.on('data', (b) => { out += b; });
  child.stderr.on('data', (b) => { out += b; });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  for (let i = 0; ; i++) {
    try {
      if ((await fetch(url + '/mentions-legales')).status === 200) break;
    } catch { /* not listening yet */ }
    if (child.exitCode !== null || i > 200) throw new Error('the server did not start:\n' + out);
    await new Promise((r) => setTimeout(r, 50));
  }
  const end = (signal) => { child.kill(signal); return gone; };
  return { url, port, dir, output: () => out, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}
