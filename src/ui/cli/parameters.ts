import { parseDuration } from '../../lib/duration.ts';

/** Parameters that several commands share. */
export const acceptFlag = {
  kind: 'parsed',
  parse: String,
  variadic: ',',
  default: [] as readonly string[],
  placeholder: 'CODE',
  brief: 'Accept a warning by its code (may be repeated)',
} as const;

/** A number of things: 1, 2, 3 … @throws Error in words of its own */
export function parseCount(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new Error(`${text} is not a whole number such as 8`);
}

/** A number that may be none: 0, 1, 2 … @throws Error in words of its own */
export const parseFailures = (text: string): number => (text === '0' ? 0 : parseCount(text));

/** Seconds that may be none. @throws BaiupError those of `parseDuration` */
export const parseBake = (text: string): number => (/^0s?$/.test(text) ? 0 : parseDuration(text));

/** When a run is to begin. */
export const beginFlag = (brief: string) =>
  ({ kind: 'parsed', parse: String, optional: true, placeholder: 'TIME', brief }) as const;

/** Seconds before a window. */
export const announceBeforeFlag = {
  kind: 'parsed',
  parse: (text: string) => parseDuration(text),
  variadic: ',',
  default: ['24h', '1h', '10m'],
  placeholder: 'DURATION',
  brief: 'When users are told again, before the window (may be repeated)',
} as const;

export const takeOverFlag = {
  kind: 'boolean',
  default: false,
  withNegated: false,
  brief: 'Move or replace the window of another operator or of another upgrade on purpose',
} as const;

/** Seconds. */
export const revisionLimitFlag = {
  kind: 'parsed',
  parse: parseDuration,
  default: '30m',
  placeholder: 'DURATION',
  brief: 'How long one revision of the database may take: 90s, 20m, 2h',
} as const;

export const niceFlag = {
  kind: 'boolean',
  default: true,
  brief: 'Rehearse at low priority, so that services on this machine go first',
} as const;

/** A host's name. */
export const onFlag = {
  kind: 'parsed',
  parse: String,
  optional: true,
  placeholder: 'HOST',
  brief: 'Rehearse on this host of the cluster: copies, dump and restore are there, and not on this machine',
} as const;

export const policyFlag = {
  kind: 'enum',
  values: ['page', 'schema'],
  default: 'page',
  brief:
    "page: the vendor's rules to the letter; schema: also what the revision graphs prove, over as few untried hops as possible",
} as const;

export const windowsFlag = {
  kind: 'enum',
  values: ['each', 'one'],
  default: 'each',
  brief: 'each: one outage for each hop; one: one outage for all hops, and only the last release is started',
} as const;

export const yesFlag = (brief: string) =>
  ({ kind: 'boolean', default: false, withNegated: false, brief }) as const;

export function versionParameter(brief: string, placeholder: string) {
  return { parse: String, brief, placeholder };
}

export const runParameter = {
  parse: String,
  proposeCompletions: async () => [
    ...(await (await import('../../app/records/run-journal.ts')).runJournal().list()),
  ],
  brief: 'A run as `baiup runs` names it',
  placeholder: 'RUN',
} as const;

export const stepParameter = {
  parse: String,
  brief: 'A step as `baiup show` names it: its id, or a part of its title that fits no other step',
  placeholder: 'STEP',
} as const;

export const planFileParameter = {
  parse: String,
  brief: 'A plan that `baiup plan -o` wrote',
  placeholder: 'plan.json',
} as const;
