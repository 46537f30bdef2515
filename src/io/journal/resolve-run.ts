import { BaiupError, exitCode } from '../../lib/errors.ts';

interface Named {
  readonly name: string;
  readonly id: string;
}

const mostNamed = 8;

function listed(runs: readonly Named[]): string {
  const latest = runs.slice(-mostNamed).map(({ name, id }) => (id === name ? name : `${name} (${id})`));
  return latest.join(', ');
}

/**
 * The run that somebody means: by its name, its id, or as much of the id as no other's begins with.
 * @throws BaiupError `run.unknown`, `run.ambiguous`, both exit 64
 */
export function resolveRun<T extends Named>(typed: string, runs: readonly T[]): T {
  const exact = runs.find(({ name, id }) => typed === name || typed === id);
  if (exact) return exact;
  const wanted = typed.toLowerCase();
  const found = /^[0-9a-f]+$/.test(wanted) ? runs.filter(({ id }) => id.startsWith(wanted)) : [];
  const [run, other] = found;
  if (run && !other) return run;
  if (run) {
    throw new BaiupError('run.ambiguous', `"${typed}" may be ${found.map(({ name }) => name).join(' or ')}`, {
      exit: exitCode.usage,
      hint: `type more of it: ${listed(found)}`,
    });
  }
  const hint = runs.length === 0 ? 'no run has been made yet' : `the latest are ${listed(runs)}`;
  throw new BaiupError('run.unknown', `there is no run "${typed}" here`, {
    exit: exitCode.usage,
    hint: `${hint}: baiup runs`,
  });
}
