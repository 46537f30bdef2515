import type { Plan } from '../../../core/plan/plan.ts';
import { compareVersions } from '../../../core/versions/compare-versions.ts';
import { parseVersion } from '../../../core/versions/parse-version.ts';
import type { Version } from '../../../core/versions/version.ts';
import { acceptsSession } from '../../../core/workloads/guard.ts';
import { clip } from '../../../lib/clip.ts';
import { fingerprint } from '../../../lib/stable-json.ts';
import { knownCodes } from '../../checks/known-codes.ts';
import { atHop, type Flaw } from './flaw.ts';

function versionOf(text: string): Version | undefined {
  try {
    const version = parseVersion(text);
    return version === text ? version : undefined;
  } catch {
    return undefined;
  }
}

function chainFlaws({ from, to, hops }: Plan): Flaw[] {
  if (hops.length === 0) return [{ where: 'the plan', what: 'it has no hop' }];
  const ends = hops.map(({ to: end }) => end);
  const begins = [from, ...ends.slice(0, -1)];
  const broken = hops.flatMap((hop, index) =>
    hop.from === begins[index]
      ? []
      : [{ where: atHop(index), what: `it begins at ${hop.from}, not at ${begins[index]}` }],
  );
  const end = ends.at(-1);
  return [
    ...broken,
    ...(end === to ? [] : [{ where: 'the plan', what: `it says to ${to}, and ends at ${end}` }]),
  ];
}

function versionFlaws({ hops }: Plan): Flaw[] {
  return hops.flatMap(({ from, via = [], to, behind }, hop): Flaw[] => {
    const versions = [from, ...via, to].map((text) => [text, versionOf(text)] as const);
    const wrong = versions.filter(([, version]) => version === undefined);
    if (wrong.length > 0)
      return wrong.map(([text]) => ({ where: atHop(hop), what: `${text} is not a version` }));
    const isRising = versions.every(([, version], index) => {
      const before = versions[index - 1]?.[1];
      return !before || !version || compareVersions(before, version) < 0;
    });
    // Members of several versions may meet where one of them is already.
    return isRising || behind ? [] : [{ where: atHop(hop), what: 'its releases are not in rising order' }];
  });
}

/** Codes of errors are none of findings: whoever writes one in as accepted wants a refusal to be passed over. */
function acceptedFlaws({ accepted }: Plan): Flaw[] {
  if (accepted.length === 0) return [];
  const known = knownCodes();
  return accepted
    .filter((code) => !known.has(code) && !acceptsSession.test(code))
    .map((code) => ({ where: 'the plan', what: `it accepts "${clip(code)}", and no finding has this code` }));
}

/** What is wrong with the path, and with what the plan says of itself. */
export function pathFlaws(plan: Plan): Flaw[] {
  const facts =
    plan.fingerprint === fingerprint(plan.facts)
      ? []
      : [{ where: 'the plan', what: 'its fingerprint does not match its facts' }];
  return [...facts, ...acceptedFlaws(plan), ...chainFlaws(plan), ...versionFlaws(plan)];
}
