import { buildCommand, buildRouteMap } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import type { SandboxFlags, SandboxUpFlags } from '../run/sandbox.ts';
import { runner } from '../runner.ts';

const nameFlag = {
  kind: 'parsed',
  parse: String,
  default: 'sandbox',
  placeholder: 'NAME',
  brief: 'Several sandboxes can exist side by side',
} as const;

const up = buildCommand<SandboxUpFlags, [], CliContext>({
  loader: async () => runner((await import('../run/sandbox.ts')).up),
  parameters: {
    flags: {
      ...commonFlags,
      name: nameFlag,
      at: {
        kind: 'parsed',
        parse: String,
        default: '24.03.10',
        placeholder: 'VERSION',
        brief: 'Release, 23.09.0 to the newest',
      },
      agent: {
        kind: 'enum',
        values: ['dummy', 'docker'],
        optional: true,
        brief: 'How sessions run: simulated (dummy, the default), or in containers (docker, as root)',
      },
    },
    positional: { kind: 'tuple', parameters: [] },
  },
  docs: { brief: 'Bring up a real cluster on this machine; an existing one is left alone' },
});

const down = buildCommand<SandboxFlags, [], CliContext>({
  loader: async () => runner((await import('../run/sandbox.ts')).down),
  parameters: { flags: { ...commonFlags, name: nameFlag }, positional: { kind: 'tuple', parameters: [] } },
  docs: { brief: 'Stop a sandbox and remove everything of it' },
});

const status = buildCommand<SandboxFlags, [], CliContext>({
  loader: async () => runner((await import('../run/sandbox.ts')).status),
  parameters: { flags: { ...commonFlags, name: nameFlag }, positional: { kind: 'tuple', parameters: [] } },
  docs: { brief: 'Show what runs in a sandbox' },
});

export const sandboxCommand = buildRouteMap({
  routes: { up, down, status },
  docs: { brief: 'A real local cluster to try everything on' },
});
