import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import { announceBeforeFlag, beginFlag, planFileParameter, takeOverFlag } from '../parameters.ts';
import type { AnnounceFlags } from '../run/announce.ts';
import { runner } from '../runner.ts';

export const announceCommand = buildCommand<AnnounceFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/announce.ts')).announce),
  parameters: {
    flags: {
      ...commonFlags,
      at: beginFlag(
        'When the run is to begin: 2026-11-29T02:00, a time of the zone in cluster.yaml (UTC unless told), or with an offset',
      ),
      announceBefore: announceBeforeFlag,
      takeOver: takeOverFlag,
      wait: {
        kind: 'boolean',
        default: true,
        brief: 'Wait and tell users again at the set times; without it they are told what is due now',
      },
      withdraw: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Call it off: users read again what they read before',
      },
    },
    positional: { kind: 'tuple', parameters: [planFileParameter] },
  },
  docs: {
    brief: 'Tell users when a plan will be carried out, at set times before',
    fullDescription:
      "Sets the managers' announcement at once, and again at the set times before the window, until the run begins. Another --at moves the window: users are told, and whoever waits for it sees it. Without --at it tells what is due of the time that was announced, and nothing where none was: with --no-wait that is the form for a timer. It may be interrupted and begun again. `baiup apply PLAN --at TIME` does the same and then carries the plan out.",
  },
});
