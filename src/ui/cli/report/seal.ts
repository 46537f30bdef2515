import { createHash } from 'node:crypto';

/** Bytes that each of the short hashes covers: they say where a file was changed. */
const block = 4096;
const shortHash = 8;

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const blocksOf = (bytes: Buffer): string[] =>
  Array.from({ length: Math.ceil(bytes.length / block) }, (_none, at) =>
    sha256(bytes.subarray(at * block, (at + 1) * block)).slice(0, shortHash),
  );

const sealForm = /\n<!-- baiup-seal (\d+) ([0-9a-f]{64}) ([0-9a-f]*) -->\n?$/;

/** A file with its seal behind it: a hash over all of it, and one for each part. */
export function sealed(text: string): string {
  const bytes = Buffer.from(text);
  return `${text}\n<!-- baiup-seal ${bytes.length} ${sha256(bytes)} ${blocksOf(bytes).join('')} -->\n`;
}

/** What is wrong with a sealed file, and where; undefined where it is as it was written. */
export function brokenSeal(text: string): string | undefined {
  const found = sealForm.exec(text);
  if (!found) return 'its seal, the last line, is missing or was changed';
  const [, length, whole, blocks = ''] = found;
  const bytes = Buffer.from(text.slice(0, found.index));
  if (sha256(bytes) === whole && String(bytes.length) === length && blocksOf(bytes).join('') === blocks)
    return undefined;
  const now = blocksOf(bytes);
  const at = now.findIndex(
    (each, index) => blocks.slice(index * shortHash, (index + 1) * shortHash) !== each,
  );
  const missing = Number(length) - bytes.length;
  const size =
    missing === 0 ? '' : `; it has ${Math.abs(missing)} bytes ${missing > 0 ? 'less' : 'more'} than it had`;
  if (at < 0) return `it ends too early or its seal was changed${size}`;
  const line = bytes
    .subarray(0, at * block)
    .toString('utf8')
    .split('\n').length;
  return `it was changed between byte ${at * block} and ${(at + 1) * block}, at line ${line} or below${size}`;
}
