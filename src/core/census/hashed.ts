import { createHash } from 'node:crypto';

/** A secret cell: it can be compared and is never shown. */
export function hashed(value: string): { readonly hash: string } {
  return { hash: createHash('sha256').update(value).digest('hex').slice(0, 16) };
}

export const isHashed = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).join() === 'hash';
