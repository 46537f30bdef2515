import type { CommandContext, StricliProcess } from '@stricli/core';
import type { Variables } from '../../lib/variables.ts';
import type { Interrupts } from './interrupts.ts';
import type { Outcome } from './outcome.ts';
import type { Outlet } from './outlet.ts';

/** What a command is given by the process it runs in. */
export interface CliProcess extends StricliProcess {
  readonly stdout: Outlet;
  readonly stderr: Outlet;
  readonly env: Variables;
}

export interface CliContext extends CommandContext {
  readonly process: CliProcess;
  readonly interrupts: Interrupts;
  /** What the command had to say, once it has ended; nothing where the command line fits none. */
  outcome?: Outcome;
}

/** Flags that every command takes. */
export interface CommonFlags {
  /** html, md, csv and jsonl only where the command has them. */
  readonly format: 'text' | 'json' | 'html' | 'md' | 'csv' | 'jsonl';
  readonly cluster?: string;
  readonly store?: string;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** Flags of commands that steer a run. */
export interface SteerFlags extends CommonFlags {
  readonly yes: boolean;
}

export const commonFlags = {
  format: { kind: 'enum', values: ['text', 'json'], default: 'text', brief: 'Form of the output' },
  cluster: {
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder: 'FILE',
    brief: 'The cluster (default ./cluster.yaml, then ~/.config/baiup/cluster.yaml)',
  },
  store: {
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder: 'FILE|files',
    brief:
      'Where runs are kept: a file that names a shared store, or files of this machine (default: as the cluster file says)',
  },
  quiet: { kind: 'boolean', default: false, withNegated: false, brief: 'No progress' },
  verbose: { kind: 'boolean', default: false, withNegated: false, brief: 'More detail' },
} as const;
