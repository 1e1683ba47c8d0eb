// The route table of hooks/routes.go: the pages to look at come from it, so that none is forgotten.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './server.mjs';

/** Every GET address that answers a page, as a pattern and a regular expression. */
export function pages() {
  const table = readFileSync(join(root, 'hooks', 'routes.go'), 'utf8');
  const found = [...table.matchAll(/\{"GET", "([^"]+)", (\w+), s\.(\w+)\}/g)].map(([, pattern, who]) => ({ pattern, who, match: toRegExp(pattern) }));
  if (found.length < 40) throw new Error(`only ${found.length} routes read from routes.go`);
  return found.filter(({ pattern }) => !/\.(ics|css|pdf|png|xlsx|csv|json|zip|js|webmanifest|p7s|pem)$|^\/api\/|\/logo\/|\/sauvegardes\/\{file\}$/.test(pattern));
}

const toRegExp = (pattern) => new RegExp('^' + pattern.replace('{$}', '').replace(/\{[^}]+\}/g, '[^/]+') + '$');

/** The most literal pattern that an address matches: « nouveau » before « {event} ». */
export function patternOf(list, path) {
  const holes = (p) => p.pattern.split('{').length;
  return list.filter((p) => p.match.test(path)).sort((a, b) => holes(a) - holes(b))[0]?.pattern;
}
