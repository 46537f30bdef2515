import { knownOrMade } from '../../lib/known-or-made.ts';

/** What is made once for each host, or for each channel to one. */
export function perHost<H extends object, T>(make: (host: H) => T): (host: H) => T {
  const made = new WeakMap<H, T>();
  return (host) => knownOrMade(made, host, () => make(host));
}
