import { asTyped } from '../../lib/as-typed.ts';
import { durationText } from '../../lib/duration.ts';
import { usageError } from '../../lib/errors.ts';
import type { Waves } from './waves.ts';

const groups = /^groups(?:=(.+))?$/;

function malformed(text: string): Error {
  const how = 'write a number of agents like 10, a percentage like 10%, groups, or groups=FIRST,SECOND';
  return usageError('waves.malformed', `"${text.slice(0, 60)}" is no size of waves`, how);
}

function parseSize(text: string): Waves['size'] {
  const [, first] = groups.exec(text) ?? [];
  if (groups.test(text)) return { by: 'group', first: first === undefined ? [] : first.split(',') };
  const [, digits, isPercent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const amount = Number(digits ?? '');
  if (isPercent && amount > 0 && amount <= 100) return { by: 'percent', percent: amount };
  if (isPercent === '' && Number.isSafeInteger(amount) && amount > 0) return { by: 'number', agents: amount };
  throw malformed(text);
}

interface Typed {
  readonly waves?: string | undefined;
  readonly canary?: string | undefined;
  readonly bake?: number | undefined;
  readonly failures?: number | undefined;
}

/** Most faults of an agent show in its first minutes. */
const usualBake = 120;

/**
 * What `--waves` and the options beside it ask for.
 * @throws BaiupError `waves.malformed`, `waves.missing` (exit 64)
 */
export function parseWaves({ waves, canary, bake, failures }: Typed): Waves | undefined {
  if (waves !== undefined) {
    const named = canary === undefined ? {} : { canary };
    return { size: parseSize(waves), ...named, bake: bake ?? usualBake, failures: failures ?? 0 };
  }
  const typed = { canary, bake: bake === undefined ? undefined : durationText(bake), failures };
  const lone = Object.entries(typed).find(([, value]) => value !== undefined);
  if (!lone) return undefined;
  const how = `say how many agents turn at once, like --waves 10% --${lone[0]} ${asTyped(`${lone[1]}`)}`;
  throw usageError('waves.missing', `--${lone[0]} is for waves, and --waves is not there`, how);
}
