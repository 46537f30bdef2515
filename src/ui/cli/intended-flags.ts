import { parseDuration } from '../../lib/duration.ts';

const words = { kind: 'parsed', parse: String, variadic: ',', default: [] as readonly string[] } as const;

/** What an upgrade is to do with sessions. */
export const intendedFlags = {
  drain: {
    ...words,
    placeholder: '[KIND=]POLICY',
    brief:
      'Before each stop keep sessions from beginning and wait for those that run. What becomes of those that are left: wait (go back), ask, end, force, give-up (leave them); also for one kind, like batch=wait, or one tag, like label:nightly=wait',
  },
  drainFor: {
    kind: 'parsed',
    parse: parseDuration,
    default: '30m',
    placeholder: 'TIME',
    brief: 'How long sessions may take to end by themselves',
  },
  guard: {
    ...words,
    placeholder: 'owner=…|project=…|image=…|label=…|agent=…|id=…',
    brief: 'Refuse while such sessions are there, unless each is accepted: --accept session=NAME|ID',
  },
} as const;

/** The same words of a command that changes nothing: it tells what would become of sessions. */
export const supposedFlags = {
  drain: { ...intendedFlags.drain, brief: 'Tell what becomes of sessions by this drain, as plan takes it' },
  drainFor: intendedFlags.drainFor,
  guard: {
    ...intendedFlags.guard,
    brief: 'Count sessions as guarded, beside those that cluster.yaml guards',
  },
} as const;
