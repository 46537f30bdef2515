/** Deeper than any document of ours. */
const deepest = 40;

interface Open {
  readonly keys: Set<string>;
  last: string;
}

/** Where a string ends that begins at `start`: the index of its closing quote. */
function endOfString(text: string, start: number): number {
  let at = start;
  do at = text.indexOf('"', at + 1);
  while (isEscaped(text, at));
  return at;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text[before] === '\\') before -= 1;
  return (at - before) % 2 === 0;
}

function place(open: readonly Open[]): string {
  const way = open.slice(0, -1).flatMap(({ last }) => (last === '' ? [] : [last]));
  return way.length > 0 ? ` in ${way.join('.')}` : '';
}

/**
 * What `JSON.parse` does not tell of a text that it takes: a key that an object has twice (the last one would count, in
 * silence), the key `__proto__` (zod leaves it out, in silence), or nesting that no program of ours walks through. Undefined where there is nothing.
 */
export function jsonFlaw(text: string): string | undefined {
  const open: Open[] = [];
  const mark = /[{}[\]"]/g;
  const colon = /\s*:/y;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    if (found[0] === '}' || found[0] === ']') open.pop();
    else if (found[0] !== '"') {
      open.push({ keys: new Set(), last: '' });
      if (open.length > deepest) return `it is nested more than ${deepest} deep`;
    } else {
      const end = endOfString(text, found.index) + 1;
      mark.lastIndex = end;
      colon.lastIndex = end;
      const object = open.at(-1);
      if (!object || !colon.test(text)) continue;
      const key = JSON.parse(text.slice(found.index, end)) as string;
      if (object.keys.has(key)) return `the key "${key}" appears twice${place(open)}`;
      if (key === '__proto__') return `it has the key "__proto__"${place(open)}`;
      object.keys.add(key);
      object.last = key;
    }
  }
  return undefined;
}
