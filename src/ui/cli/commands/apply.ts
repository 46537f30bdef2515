import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import {
  acceptFlag,
  announceBeforeFlag,
  beginFlag,
  niceFlag,
  onFlag,
  planFileParameter,
  revisionLimitFlag,
  takeOverFlag,
  yesFlag,
} from '../parameters.ts';
import type { ApplyFlags } from '../run/apply.ts';
import { runner } from '../runner.ts';

export const applyCommand = buildCommand<ApplyFlags, [string?], CliContext>({
  loader: async () => runner((await import('../run/apply.ts')).apply),
  parameters: {
    flags: {
      ...commonFlags,
      yes: yesFlag('Accept all warnings that are shown, and all optional manual steps; each is recorded'),
      accept: acceptFlag,
      noRehearsal: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Apply without a rehearsal, even if one failed; this is recorded',
      },
      remaining: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'RUN',
        brief: 'Instead of a plan: bring the agents that this run has postponed to its release',
      },
      at: beginFlag(
        'Wait until then, tell users of it at set times before, then begin: 2026-11-29T02:00, or with an offset',
      ),
      announceBefore: announceBeforeFlag,
      takeOver: takeOverFlag,
      serve: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Also show it in a browser: prints the address of a dashboard that ends with it',
      },
      revisionLimit: revisionLimitFlag,
      on: onFlag,
      nice: niceFlag,
    },
    positional: { kind: 'tuple', parameters: [{ ...planFileParameter, optional: true }] },
  },
  docs: {
    brief: 'Carry out a plan, or continue one that was interrupted',
    fullDescription:
      'Without a fresh receipt, baiup rehearses the plan first, and refuses it if the rehearsal fails. After a failure it keeps the evidence and takes the cluster back. Ctrl-C once finishes the running step and stops (exit 3); the same command goes on. With --at it judges and rehearses the plan before it waits, and judges it again at that time; a run that has begun goes on at once.',
  },
});
