import { parseBake, parseFailures } from './parameters.ts';

/** How agents of a minor hop turn in waves. */
export const waveFlags = {
  waves: {
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder: 'N|N%|groups[=FIRST,…]',
    brief:
      'In a minor upgrade, turn agents in waves once everything else is proven: so many at once, so much of all, or one resource group after the other',
  },
  canary: {
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder: 'AGENT|HOST|none',
    brief: 'With --waves: the agent or host that turns first (default: one of the largest resource group)',
  },
  bake: {
    kind: 'parsed',
    parse: parseBake,
    optional: true,
    placeholder: 'TIME',
    brief:
      'With --waves: how long each wave is watched before the next one begins, 0 for not at all (default 2m)',
  },
  failures: {
    kind: 'parsed',
    parse: parseFailures,
    optional: true,
    placeholder: 'N',
    brief:
      'With --waves: how many agents may fail and be postponed; one more takes its wave back and stops the rest (default 0)',
  },
} as const;
