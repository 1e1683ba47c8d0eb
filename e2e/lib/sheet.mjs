// Reads an .xlsx back as another program would: the shared strings, the cells.
import { entries as bytesOf } from './archive.mjs';

const unescape = (s) => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'")
  .replace(/&#(\d+);/g, (_, n) => String.fromCodePoint(+n)).replace(/&amp;/g, '&');
const text = (xml) => unescape([...xml.matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)].map((m) => m[1]).join(''));

/** @param {Buffer} bytes @returns {Map<string, (string|number)[][]>} sheet name → rows */
export function workbook(bytes) {
  const files = new Map([...bytesOf(bytes)].map(([name, b]) => [name, b.toString('utf8')]));
  const shared = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map((m) => text(m[1]));
  const rels = new Map([...files.get('xl/_rels/workbook.xml.rels').matchAll(/<Relationship [^>]*>/g)].map(([r]) =>
    [/ Id="([^"]*)"/.exec(r)[1], / Target="([^"]*)"/.exec(r)[1].replace(/^\/?(xl\/)?/, 'xl/')]));
  const sheets = new Map();
  for (const [, attributes] of files.get('xl/workbook.xml').matchAll(/<sheet ([^>]*)>/g)) {
    const name = unescape(/name="([^"]*)"/.exec(attributes)[1]), id = /r:id="([^"]*)"/.exec(attributes)[1];
    sheets.set(name, rows(files.get(rels.get(id)), shared));
  }
  return sheets;
}

function rows(xml, shared) {
  const out = [];
  for (const [, row] of xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)) {
    const cells = [];
    for (const [, ref, attributes, inner = ''] of row.matchAll(/<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const column = [...ref].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1;
      const type = / t="([^"]*)"/.exec(attributes)?.[1], value = /<v>([^<]*)<\/v>/.exec(inner)?.[1];
      cells[column] = type === 's' ? shared[+value] : type === 'inlineStr' || type === 'str' ? (value !== undefined && type === 'str' ? unescape(value) : text(inner)) : value === undefined ? '' : Number(value);
    }
    out.push(Array.from(cells, (c) => c ?? ''));
  }
  return out;
}
