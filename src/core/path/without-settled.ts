import type { Finding } from '../../lib/finding.ts';

/** Findings without the risks that are taken care of or only have to be known: what an operator has to look at. */
export function withoutSettled(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ severity, origin }) => severity !== 'info' || origin !== 'risk');
}
