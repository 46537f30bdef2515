import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import type { UsersAddFlags } from '../run/users-add.ts';
import { runner } from '../runner.ts';

export const usersAddCommand = buildCommand<UsersAddFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/users-add.ts')).usersAdd),
  parameters: {
    flags: {
      ...commonFlags,
      users: {
        kind: 'parsed',
        parse: String,
        placeholder: 'FILE',
        brief: 'The file of users; made where there is none',
      },
      role: {
        kind: 'enum',
        values: ['viewer', 'operator'],
        default: 'viewer',
        brief: 'A viewer looks; an operator also steers',
      },
    },
    positional: {
      kind: 'tuple',
      parameters: [{ parse: String, brief: 'Name to log in by', placeholder: 'NAME' }],
    },
  },
  docs: {
    brief: 'Add a user of the dashboard, or change their role and password',
    fullDescription:
      'Asks for the password on the terminal; a script gives it by the variable BAIUP_PASSWORD. The file holds hashes of passwords (scrypt), and is for its owner alone. To remove a user, take them out of the file.',
  },
});
