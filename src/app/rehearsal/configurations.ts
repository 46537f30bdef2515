import type { ConfigurationTrial } from '../../core/plan/receipt-parts.ts';
import { checkConfiguration } from '../../io/python/check-configuration.ts';
import { limiter } from '../../io/python/limiter.ts';
import type { Lacking } from './migrations-at-least.ts';
import type { Staged } from './staged.ts';

/** Each program takes the seconds that its imports take, and a processor. */
const inTurn = limiter(2);

/** Has each new program's own loader read today's configuration file. */
export async function tryConfigurations(
  staged: readonly Staged[],
  signal: AbortSignal,
): Promise<ConfigurationTrial[]> {
  const tried = async ({ step, component, version, folder, config, workdir }: Staged) => {
    signal.throwIfAborted();
    const check = { environment: folder, component, config, workdir, signal };
    const { outcome, message, issues } = await checkConfiguration(check);
    return { step, component, version, config, outcome, message, issues };
  };
  return Promise.all(staged.map((each) => inTurn(() => tried(each))));
}

/** What staging calls it when a program does not take its file. */
const refusals: Readonly<Record<string, ConfigurationTrial['outcome']>> = {
  'configuration.refused': 'refused',
  'configuration.unreadable': 'unreadable',
  'configuration.hung': 'hung',
};

/** What those that were staged just now said: staging has each read its file. */
export function triedByStaging(
  staged: readonly Staged[],
  failures: ReadonlyMap<string, { readonly code: string; readonly message: string }>,
  lacking: Lacking,
): ConfigurationTrial[] {
  return staged.flatMap(({ step, component, version, config, folder }): ConfigurationTrial[] => {
    const failure = failures.get(step);
    const base = { step, component, version, config };
    const lacks = lacking.get(folder);
    if (lacks !== undefined) return [{ ...base, outcome: 'faulty', message: lacks, issues: [] }];
    if (!failure) return [{ ...base, outcome: 'ok', message: '', issues: [] }];
    const outcome = refusals[failure.code];
    return outcome ? [{ ...base, outcome, message: failure.message, issues: [] }] : [];
  });
}
