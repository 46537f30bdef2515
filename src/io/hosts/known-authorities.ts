import { getCACertificates } from 'node:tls';

let known: readonly string[] | undefined;

/** The certificates that this machine trusts (PEM). There are hundreds, so they are read once. */
export function knownAuthorities(): readonly string[] {
  known ??= [...getCACertificates('default'), ...getCACertificates('system')];
  return known;
}
