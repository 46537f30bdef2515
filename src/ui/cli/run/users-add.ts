import { askSecret } from '../../../lib/ask-secret.ts';
import { usageError } from '../../../lib/errors.ts';
import { secret } from '../../../lib/secret.ts';
import { addUser } from '../../server/users.ts';
import type { Role } from '../../server/wire.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';

export interface UsersAddFlags extends CommonFlags {
  readonly users: string;
  readonly role: Role;
}

export async function usersAdd({ env }: Terminal, flags: UsersAddFlags, name: string): Promise<Outcome> {
  const given = env['BAIUP_PASSWORD'];
  const password = given === undefined ? await askSecret(`Password of ${name}:`) : secret(given);
  if (!password) {
    const hint = 'type it on a terminal, or give it by the variable BAIUP_PASSWORD';
    throw usageError('users.no-password', 'nobody typed a password', hint);
  }
  const { users: file, role } = flags;
  await addUser(file, name, role, password);
  return {
    json: { file, name, role },
    text: `${name} is ${role === 'viewer' ? 'a viewer' : 'an operator'}: ${file}`,
  };
}
