import { createHash } from 'node:crypto';

type Add = (part: string) => void;

const plain = (value: object): unknown =>
  'toJSON' in value && typeof value.toJSON === 'function' ? value.toJSON() : value;

/** Writes a value as JSON with sorted keys, piece by piece. */
function write(value: unknown, add: Add): void {
  const inner = typeof value === 'object' && value !== null ? plain(value) : value;
  if (inner === null || typeof inner !== 'object') add(JSON.stringify(inner) ?? 'null');
  else if (Array.isArray(inner)) {
    add('[');
    for (const [index, each] of inner.entries()) {
      if (index > 0) add(',');
      write(each, add);
    }
    add(']');
  } else {
    let mark = '{';
    for (const key of Object.keys(inner).sort()) {
      const each = (inner as Readonly<Record<string, unknown>>)[key];
      if (each === undefined) continue;
      add(`${mark}${JSON.stringify(key)}:`);
      write(each, add);
      mark = ',';
    }
    add(mark === '{' ? '{}' : '}');
  }
}

/** JSON with sorted keys, so that equal values give equal text. */
export function stableJson(value: unknown): string {
  let text = '';
  write(value, (part) => {
    text += part;
  });
  return text;
}

/** Characters that are hashed at once. */
const portion = 65_536;

/** SHA-256 of a value's stable JSON, hex. The text is never whole in memory: a plan's may have tens of megabytes. */
export function fingerprint(value: unknown): string {
  const hash = createHash('sha256');
  let text = '';
  write(value, (part) => {
    text += part;
    if (text.length < portion) return;
    hash.update(text);
    text = '';
  });
  return hash.update(text).digest('hex');
}
