import { usageError } from '../../lib/errors.ts';
import { type Drain, type DrainPolicy, drainPolicies } from './drain.ts';

const form = /^(?:([a-z]+)=)?([a-z-]+)$/;

const isPolicy = (text: string): text is DrainPolicy => drainPolicies.some((each) => each === text);

function malformed(text: string): Error {
  return usageError(
    'drain.malformed',
    `"${text.slice(0, 40)}" says nothing of a drain`,
    `write ${drainPolicies.join(', ')}, or KIND=POLICY for sessions of one kind, like batch=wait`,
  );
}

/**
 * What becomes of sessions, as an operator writes it: `end`, and `batch=wait` for those of a kind. Without a policy for
 * all, the others are waited for. @returns undefined where nothing was written
 * @throws BaiupError `drain.malformed` (exit 64)
 */
export function parseDrain(words: readonly string[], seconds: number): Drain | undefined {
  if (words.length === 0) return undefined;
  let policy: DrainPolicy | undefined;
  const kinds: Record<string, Exclude<DrainPolicy, 'ask'>> = {};
  for (const word of words) {
    const [, kind, means = ''] = form.exec(word) ?? [];
    if (!isPolicy(means)) throw malformed(word);
    if (kind === undefined && policy === undefined) policy = means;
    else if (kind !== undefined && means !== 'ask' && !Object.hasOwn(kinds, kind)) kinds[kind] = means;
    else throw malformed(word);
  }
  const own = Object.keys(kinds).length > 0 ? { kinds } : {};
  return { policy: policy ?? 'wait', ...own, seconds };
}
