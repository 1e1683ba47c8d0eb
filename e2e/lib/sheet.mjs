// Reads an .xlsx back as another program would: the zip's entries, the shared strings, the cells.
import { inflateRawSync } from 'node:zlib';

/** @param {Buffer} b @returns {Map<string, string>} */
function entries(b) {
  const files = new Map();
  let end = b.length - 22;
  while (b.readUInt32LE(end) !== 0x06054b50) end--;
  for (let n = b.readUInt16LE(end + 10), at = b.readUInt32LE(end + 16); n > 0; n--) {
    const method = b.readUInt16LE(at + 10), size = b.readUInt32LE(at + 20), nameLen = b.readUInt16LE(at + 28);
    const skip = b.readUInt16LE(at + 30) + b.readUInt16LE(at + 32), local = b.readUInt32LE(at + 42);
    const name = b.toString('utf8', at + 46, at + 46 + nameLen);
    const data = local + 30 + b.readUInt16LE(local + 26) + b.readUInt16LE(local + 28);
    const raw = b.subarray(data, data + size);
    files.set(name, (method === 8 ? inflateRawSync(raw) : raw).toString('utf8'));
    at += 46 + nameLen + skip;
  }
  return files;
}

const unescape = (s) => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'")
  .replace(/&#(\d+);/g, (_, n) => String.fromCodePoint(+n)).replace(/&amp;/g, '&');
const text = (xml) => unescape([...xml.matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)].map((m) => m[1]).join(''));

/** @param {Buffer} bytes @returns {Map<string, (string|number)[][]>} sheet name → rows */
export function workbook(bytes) {
  const files = entries(bytes);
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
