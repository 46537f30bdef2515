import { knownAuthorities } from './known-authorities.ts';
import type { ServerTls } from './server-tls.ts';

/** What a program elsewhere has to trust (PEM); undefined where it has to prove nothing. */
export function authoritiesOf(tls: ServerTls | undefined): string | undefined {
  return tls?.mode === 'verify' ? (tls.ca ?? knownAuthorities().join('\n')) : undefined;
}
