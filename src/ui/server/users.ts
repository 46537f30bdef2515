import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { BaiupError, exitCode, usageError } from '../../lib/errors.ts';
import { oneAtATime } from '../../lib/one-at-a-time.ts';
import type { Secret } from '../../lib/secret.ts';
import type { User } from './sessions.ts';
import type { Role } from './wire.ts';

const record = z.strictObject({
  name: z.string().regex(/^[\w.@-]{1,64}$/, 'must be a name of letters, digits, and . _ - @'),
  role: z.enum(['viewer', 'operator']),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
type UserRecord = z.infer<typeof record>;
const schema = z.strictObject({ users: z.array(record).max(10_000) });

/** Costs of a password, for those who have stolen the file: a sixteenth of a second and 32 MB each. */
const costs: ScryptOptions = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const shortest = 12;

function derive(password: string, salt: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), Buffer.from(salt, 'hex'), 32, costs, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

async function read(file: string): Promise<UserRecord[] | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (!found) return undefined;
  if ((found.mode & 0o077) !== 0) {
    throw new BaiupError('users.readable', `others than its owner may read or write ${file}`, {
      exit: exitCode.refused,
      hint: `chmod 600 ${file}`,
    });
  }
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8'))).users;
  } catch (cause) {
    throw new BaiupError('users.wrong', `${file} is no file of users`, {
      exit: exitCode.usage,
      hint: `make it again: baiup users add NAME --role operator --users ${file}`,
      cause,
    });
  }
}

/** Named users, by their file. */
export interface Users {
  /** Takes the same time whether there is such a user or not. */
  check(name: string, password: string): Promise<User | undefined>;
  /** Whether a user still has that role: the file is read again. */
  has(user: User): Promise<boolean>;
}

/** @throws BaiupError `users.missing`, `users.wrong`, `users.readable` */
export async function openUsers(file: string): Promise<Users> {
  const users = async (): Promise<UserRecord[]> => {
    const found = await read(file);
    if (found && found.length > 0) return found;
    throw usageError(
      'users.missing',
      `${file} names no users`,
      `baiup users add NAME --role operator --users ${file}`,
    );
  };
  await users();
  // One at a time: many who guess must not take the memory that a run needs.
  const inTurn = oneAtATime();
  const nobody = randomBytes(16).toString('hex');
  return {
    check: (name, password) =>
      inTurn(async () => {
        const found = (await users()).find((each) => each.name === name);
        const key = await derive(password, found?.salt ?? nobody);
        const isRight = found !== undefined && timingSafeEqual(key, Buffer.from(found.hash, 'hex'));
        return isRight ? { name: found.name, role: found.role } : undefined;
      }),
    has: async ({ name, role }) => (await users()).some((each) => each.name === name && each.role === role),
  };
}

/**
 * Adds a user to the file, or changes their role and password.
 * @throws BaiupError `users.wrong`, `users.readable`, `users.password` (exit 64)
 */
export async function addUser(file: string, name: string, role: Role, password: Secret): Promise<void> {
  const text = password.reveal();
  if (text.length < shortest)
    throw usageError('users.password', `a password has at least ${shortest} characters`);
  const others = ((await read(file)) ?? []).filter((each) => each.name !== name);
  const salt = randomBytes(16).toString('hex');
  const added = { name, role, salt, hash: (await derive(text, salt)).toString('hex') };
  const users = schema.safeParse({ users: [...others, added] });
  if (!users.success)
    throw usageError('users.name', `"${name}" is no name for a user`, 'letters, digits and . _ - @');
  await writeFileAtomic(file, `${JSON.stringify(users.data, null, 2)}\n`, 0o600);
}
