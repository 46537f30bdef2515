import { blockers, type Finding } from '../../lib/finding.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { compareVersions } from '../versions/compare-versions.ts';
import type { Version } from '../versions/version.ts';
import { chainText } from './chain-text.ts';
import { findPath } from './find-path.ts';
import { judgeHop } from './judge-hop.ts';
import { landing } from './landing.ts';
import type { Hop, Path, PathOptions } from './path.ts';
import { rulebook } from './rulebook.ts';

/** Why a path halts at a release, or why it does not. */
export interface WhyStop {
  readonly version: Version;
  /** Whether the path starts, halts or ends there. */
  readonly onPath: boolean;
  /** One sentence. */
  readonly reason: string;
  /** The rules behind it. */
  readonly findings: readonly Finding[];
}

const saysUntried = ({ code }: Finding): boolean => code === 'no-trial';

/** A halt between two others: what would refuse the straight hop past it. */
function whyHalt(
  catalog: Catalog,
  path: Path,
  index: number,
  options: PathOptions,
): Omit<WhyStop, 'version'> {
  const [hop, next] = [path.hops[index], path.hops[index + 1]];
  if (!hop || !next) return { onPath: true, reason: 'it is the target', findings: [] };
  const past = judgeHop(rulebook(catalog, options), hop.from, next.to, next.to === path.to);
  const findings = blockers(past.findings);
  const straight = `${hop.from} → ${next.to}`;
  if (findings.length > 0)
    return { onPath: true, reason: `${hop.why}; ${straight} would be refused`, findings };
  const untried = path.policy === 'schema' ? past.findings.filter(saysUntried) : [];
  if (untried.length > 0)
    return { onPath: true, reason: `${hop.why}; ${straight} was not tried`, findings: untried };
  return { onPath: true, reason: hop.why, findings: [] };
}

/** What it costs to go by a release that the path passes by. */
function priceOf(hops: readonly Hop[], { hops: taken, policy }: Path): string {
  const untried = (some: readonly Hop[]): number =>
    some.filter(({ findings }) => findings.some(saysUntried)).length;
  if (policy === 'schema' && untried(hops) > untried(taken))
    return `of its ${hops.length} hops ${untried(hops)} would be untried, and not ${untried(taken)} of ${taken.length}`;
  return hops.length > taken.length
    ? `it would make ${hops.length} hops of ${taken.length}`
    : 'another way of as many hops is better';
}

/** A release that the path passes by: what forbids it, or that nothing asks for it. */
function whyNot(
  catalog: Catalog,
  path: Path,
  version: Version,
  options: PathOptions,
): Omit<WhyStop, 'version'> {
  const not = (reason: string, findings: readonly Finding[] = []) => ({ onPath: false, reason, findings });
  if (compareVersions(version, path.from) < 0)
    return not(`it is older than ${path.from}, where the path starts`);
  if (compareVersions(version, path.to) > 0) return not(`it is newer than ${path.to}, where the path ends`);
  const ground = blockers(landing(rulebook(catalog, options), version, false));
  if (ground.length > 0) return not('no upgrade stops there', ground);
  const [there, onwards] = [
    findPath(catalog, path.from, version, options),
    findPath(catalog, version, path.to, options),
  ];
  const refused = [there, onwards].find(({ hops }) => hops.length === 0);
  if (refused) return not(`no way leads from ${refused.from} to ${refused.to}`, blockers(refused.findings));
  const hops = [...there.hops, ...onwards.hops];
  if (path.hops.length === 0) return not(`it could be reached (${chainText(there.hops)})`);
  return not(`nothing requires it: ${priceOf(hops, path)} (${chainText(hops)})`);
}

/** Why a path halts at `version`, or why it does not, with the rules behind it. */
export function whyStop(catalog: Catalog, path: Path, version: Version, options: PathOptions = {}): WhyStop {
  if (version === path.from) return { version, onPath: true, reason: 'the path starts there', findings: [] };
  const index = path.hops.findIndex(({ to }) => to === version);
  const why = index < 0 ? whyNot(catalog, path, version, options) : whyHalt(catalog, path, index, options);
  return { version, ...why };
}
