import type { ConfigurationTrial } from '../../core/plan/receipt-parts.ts';
import type { ProgramVerdict } from '../../io/python/check-configuration.ts';
import { refuseConfiguration } from '../../io/python/refuse-configuration.ts';
import { stableJson } from '../../lib/stable-json.ts';
import type { Readers } from '../discovery/readers.ts';
import type { Staged } from '../records/staged.ts';
import { askedOf, checkPatched } from '../steps/check-patched.ts';
import type { EnvironmentRequest } from '../steps/context.ts';
import { environmentKey } from '../steps/environment-key.ts';
import type { Lacking } from './migrations-at-least.ts';

/** Members of one host may share an environment, and each has a service and a configuration of its own. */
const trialKey = ({ member, folder, config, edits = [] }: EnvironmentRequest): string =>
  stableJson([member, folder, config, edits]);

/**
 * Lets the loader of each new program read today's configuration with the plan's changes, and keeps the answers. A
 * program that was asked already is not asked again when it is staged.
 */
export function configurationTrials({ host, service }: Pick<Readers, 'host' | 'service'>) {
  const said = new Map<string, ProgramVerdict>();
  const ask = async (request: EnvironmentRequest, signal: AbortSignal): Promise<ProgramVerdict> => {
    const key = trialKey(request);
    const known = said.get(key);
    if (known) return known;
    const program = await service(request.member).program();
    const verdict = await checkPatched({ host: host(request.host), program }, request, signal);
    said.set(key, verdict);
    return verdict;
  };
  return {
    ask,
    /** As staging asks. @throws BaiupError `configuration.*`, `environment.broken` */
    require: async (request: EnvironmentRequest, signal: AbortSignal): Promise<void> =>
      refuseConfiguration(
        await ask(request, signal),
        askedOf(request, await service(request.member).program()),
      ),
    /** What those said that were asked, in the order in which they are staged. */
    all: (staged: readonly Staged[], lacking: Lacking): ConfigurationTrial[] =>
      staged.flatMap((each): ConfigurationTrial[] => {
        const { step, component, version, config } = each;
        const lacks = lacking.get(environmentKey(each));
        if (lacks !== undefined)
          return [{ step, component, version, config, outcome: 'faulty', message: lacks, issues: [] }];
        const verdict = said.get(trialKey(each));
        if (!verdict) return [];
        const { outcome, message, issues } = verdict;
        return [{ step, component, version, config, outcome, message, issues }];
      }),
  };
}
export type ConfigurationTrials = ReturnType<typeof configurationTrials>;
