import { usageError } from '../../lib/errors.ts';
import { type Drain, type DrainPolicy, drainPolicies } from './drain.ts';

const form = /^(?:(?:([a-z]+)|label:(\S.*))=)?([a-z-]+)$/;

const isPolicy = (text: string): text is DrainPolicy => drainPolicies.some((each) => each === text);

/** Labels are alike whatever their case. JSON keeps no such key as `__proto__`. */
const isFree = (name: string, own: ReadonlyMap<string, unknown>): boolean =>
  name !== '__proto__' && ![...own.keys()].some((each) => each.toLowerCase() === name.toLowerCase());

function malformed(text: string): Error {
  return usageError(
    'drain.malformed',
    `"${text.slice(0, 40)}" says nothing of a drain`,
    `write ${drainPolicies.join(', ')}, KIND=POLICY for sessions of one kind, like batch=wait, or label:LABEL=POLICY`,
  );
}

/**
 * What becomes of sessions, as an operator writes it: `end`, `batch=wait` for those of a kind, `label:nightly=wait`. Without a policy for
 * all, the others are waited for. @returns undefined where nothing was written
 * @throws BaiupError `drain.malformed` (exit 64)
 */
export function parseDrain(words: readonly string[], seconds: number): Drain | undefined {
  if (words.length === 0) return undefined;
  let policy: DrainPolicy | undefined;
  const kinds = new Map<string, Exclude<DrainPolicy, 'ask'>>();
  const labels: typeof kinds = new Map();
  for (const word of words) {
    const [, kind, label, means = ''] = form.exec(word) ?? [];
    if (!isPolicy(means)) throw malformed(word);
    const [own, name] = label === undefined ? [kinds, kind] : [labels, label];
    if (name === undefined && policy === undefined) policy = means;
    else if (name !== undefined && means !== 'ask' && isFree(name, own)) own.set(name, means);
    else throw malformed(word);
  }
  return {
    policy: policy ?? 'wait',
    ...(kinds.size > 0 ? { kinds: Object.fromEntries(kinds) } : {}),
    ...(labels.size > 0 ? { labels: Object.fromEntries(labels) } : {}),
    seconds,
  };
}
