// Reads a zip back as another program would, from its central directory.
import { inflateRawSync } from 'node:zlib';

/** @param {Buffer} b @returns {Map<string, Buffer>} name → what it holds */
export function entries(b) {
  const files = new Map();
  let end = b.length - 22;
  while (b.readUInt32LE(end) !== 0x06054b50) end--;
  for (let n = b.readUInt16LE(end + 10), at = b.readUInt32LE(end + 16); n > 0; n--) {
    const method = b.readUInt16LE(at + 10), size = b.readUInt32LE(at + 20), nameLen = b.readUInt16LE(at + 28);
    const skip = b.readUInt16LE(at + 30) + b.readUInt16LE(at + 32), local = b.readUInt32LE(at + 42);
    const name = b.toString('utf8', at + 46, at + 46 + nameLen);
    const data = local + 30 + b.readUInt16LE(local + 26) + b.readUInt16LE(local + 28);
    const raw = b.subarray(data, data + size);
    files.set(name, method === 8 ? inflateRawSync(raw) : raw);
    at += 46 + nameLen + skip;
  }
  return files;
}
