import { walk } from '../source/node.ts';
import type { Source } from '../source/read-source.ts';
import { type Calls, openTexts, type Placed } from '../source/texts-of.ts';
import { type Telling, tellingAt, toldByCheck } from './telling.ts';

/** Something that is told under a permanent code: an error, or a finding. */
export interface Told {
  readonly code: string;
  readonly kind: 'error' | 'finding';
  readonly says: readonly string[];
  /** What to do. */
  readonly hints: readonly string[];
}

const isCode = (text: string): boolean => /^[a-z][a-z0-9-]*(\.[a-z0-9…‹›-]+)+$/i.test(text);
const mostAround = 4;

/** A function that is given what it tells is looked at once for each of its calls. */
function callsFor(source: Source, code: Placed, known: Calls = new Map()): Calls[] {
  const called = known.size < mostAround ? openTexts(source, known).decidedBy(code) : undefined;
  if (called === undefined) return [known];
  const calls = source.calls.get(called) ?? [];
  return calls.flatMap((call) => callsFor(source, code, new Map([...known, [called, call]])));
}

type Kept = Map<string, { kind: Told['kind']; says: Set<string>; hints: Set<string> }>;

function keep(source: Source, { kind, code, says, hints }: Telling, all: Kept): void {
  for (const calls of callsFor(source, code)) {
    const { textsOf } = openTexts(source, calls);
    // A hint that is not there is no text.
    const known = (at: Placed): string[] =>
      textsOf(at).filter((text) => text !== '‹hint›' && text !== '‹summary›');
    const [said, todo] = [says.flatMap(known), hints.flatMap(known)];
    for (const each of said.length > 0 ? textsOf(code).filter(isCode) : []) {
      const told = all.get(each) ?? { kind, says: new Set(), hints: new Set() };
      for (const text of said) told.says.add(text);
      for (const text of todo) told.hints.add(text);
      all.set(each, told);
    }
  }
}

/** Every error and finding of the code with what it says and what to do, by code. */
export function collectTold(source: Source): Told[] {
  const all: Kept = new Map();
  const checks: Telling[] = [];
  for (const file of source.files.values()) {
    // What all errors are made of, and not one of them.
    if (file.path.endsWith('/lib/errors.ts')) continue;
    walk(file.program, (node, within) => {
      const telling = tellingAt(file, node, within);
      if (telling) keep(source, telling, all);
      const check = toldByCheck(file, node);
      if (check) checks.push(check);
    });
  }
  const others: Kept = new Map();
  for (const check of checks) keep(source, check, others);
  return [...new Map([...others, ...all])]
    .map(([code, { kind, says, hints }]) => ({ code, kind, says: [...says], hints: [...hints] }))
    .sort((one, other) => (one.code < other.code ? -1 : 1));
}
