import type { PeerCertificate } from 'node:tls';

/** The names that a server's certificate has, of an error about them: ": DNS:db.example". Empty where none are told. */
export function namesOfCertificate(error: unknown): string {
  const { cert } = (error ?? {}) as { cert?: Partial<PeerCertificate> };
  const names = cert?.subjectaltname ?? cert?.subject?.CN;
  return names === undefined ? '' : `: ${String(names)}`;
}
