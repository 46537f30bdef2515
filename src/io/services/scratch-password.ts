import { randomBytes } from 'node:crypto';
import { type Secret, secret } from '../../lib/secret.ts';

/** For a server that nobody else is to enter. */
export const scratchPassword = (): Secret => secret(randomBytes(24).toString('hex'));
