import { canPark } from '../../../core/components/can-park.ts';
import { isManual } from '../../../core/path/is-manual.ts';
import { isBarrier } from '../../../core/plan/barrier.ts';
import type { Phase, Plan, PlannedHop } from '../../../core/plan/plan.ts';
import type { Rehearsed } from '../../../core/plan/rehearsed.ts';
import { lineOf } from '../../../core/versions/line-of.ts';
import { parseVersion } from '../../../core/versions/parse-version.ts';
import { durationText } from '../../../lib/duration.ts';
import { shortList } from '../../../lib/short-list.ts';
import type { Paint } from '../paint.ts';
import { seconds } from '../progress.ts';
import { fewOfEach, moreText } from './few-of-each.ts';
import { findingLines } from './findings.ts';
import { backLines, hopForeseen, rangeText } from './foreseen.ts';
import { rehearsalNote } from './rehearsed.ts';

const ruleWidth = 78;

function rule(text: string, paint: Paint): string {
  return paint('yellow', `  ── ${text} ${'─'.repeat(Math.max(0, ruleWidth - text.length - 6))}`);
}

function phaseLines({ title, steps }: Phase, paint: Paint): string[] {
  const work = steps.filter((step) => !isBarrier(step));
  return fewOfEach(work, ({ kind, params }) => `${kind} ${params['component'] ?? ''}`).flatMap(
    ({ item: step, more }, index) => {
      const label = index === 0 ? paint('bold', title.padEnd(16)) : ' '.repeat(16);
      const { how } = step.params;
      if (typeof how === 'string') return [`    ${label} ${step.title}`, `    ${' '.repeat(18)} ${how}`];
      return [
        `    ${label} ${step.title.padEnd(58)} ~${seconds(step.estimate)}`,
        ...(more.length > 0 ? [`    ${' '.repeat(16)} ${moreText(more.length)}`] : []),
      ];
    },
  );
}

function routeLine({ route }: PlannedHop): string {
  if (route.kind === 'none') return 'no change';
  const skipped =
    route.fill.length > 0 ? `; \`alembic upgrade head\` would skip ${route.fill.length} in silence` : '';
  return `${route.kind}, ${route.run.length} revisions${skipped}`;
}

const tints = { '+': 'green', '-': 'red', '@': 'cyan' } as const;

/** What changes in files while their components are stopped, as a patch without secrets. */
function configurationLines({ configuration = [] }: PlannedHop, paint: Paint): string[] {
  const alike = ({ rules, patch }: (typeof configuration)[number]): string => [...rules, ...patch].join('\n');
  return fewOfEach(configuration, alike).flatMap(({ item: { member, file, rules, patch }, more }) => [
    `    changes ${file} of ${member} while it is stopped (${rules.join(', ')}):`,
    ...patch.map((line) => {
      const tint = tints[line[0] as keyof typeof tints];
      return `      ${tint ? paint(tint, line) : line}`;
    }),
    ...(more.length > 0
      ? [`    ${moreText(more.length)}: ${shortList(more.map((each) => each.member))}`]
      : []),
  ]);
}

/** Of waves that turn alike the first is shown: the canary and the first of all others. */
function fewWaves(phases: readonly Phase[]): { readonly item: Phase; readonly more: number }[] {
  const shownWaves = 2;
  const last = phases.findLast(({ wave }) => wave !== undefined)?.wave ?? 0;
  return phases
    .filter(({ wave = 0 }) => wave < shownWaves)
    .map((item) => ({ item, more: item.wave === shownWaves - 1 ? last - item.wave : 0 }));
}

/** How agents turn, and what stops the rest. */
function waveLines({ waves, hops }: Plan): string[] {
  if (!waves) return [];
  const count = hops.reduce(
    (sum, { phases }) => sum + phases.filter(({ wave }) => wave !== undefined).length,
    0,
  );
  const fails =
    waves.failures === 0
      ? 'the first agent that fails has its wave taken back, and stops the rest'
      : `up to ${waves.failures} agents may fail and are postponed; one more has its wave taken back, and stops the rest`;
  return [
    `  agents turn in ${count} waves, each watched for ${durationText(waves.bake)}; ${fails}`,
    '  the vendor discourages rolling upgrades with workloads: sessions on an agent go on while it turns',
  ];
}

/** Why nobody waits parked, where the plan's findings do not tell it. */
function coldLine({ to, phases }: PlannedHop, { noPark }: Plan): string[] {
  if (noPark || phases.some(({ name }) => name === 'park') || canPark(parseVersion(to))) return [];
  return [
    `    new programs start as usual: those of ${lineOf(parseVersion(to))} were not tried parked before the stop yet`,
  ];
}

/** How all turn where nobody was asked to turn beside another, and why. */
function turnTogether({ kind, phases }: PlannedHop): string[] {
  const named = (wanted: string): boolean => phases.some(({ name }) => name === wanted);
  if (named('stop'))
    return [
      `    all stop together: ${kind === 'major' ? 'it is a major hop' : 'several hops have one outage'}`,
    ];
  const who = named('manager') ? 'managers turn first, then the others' : 'they turn at once';
  return named('manager') || named('others')
    ? [`    ${who}, each by stopping: --turn beside was not asked for`]
    : [];
}

/** How each member turns, and why: those of one reason together. */
function turnLines(hop: PlannedHop): string[] {
  const { turns } = hop;
  if (!turns) return turnTogether(hop);
  const alike = Map.groupBy(turns, ({ how, why }) => `${how} ${why}`);
  return [...alike.values()].map((same) => {
    const [first] = same;
    const who = shortList(same.map(({ member }) => member));
    const turn = same.length === 1 ? 'turns' : 'turn';
    const how = first?.how === 'beside' ? 'beside the old program' : 'by stopping';
    return `    ${who} ${turn} ${how}: ${first?.why}`;
  });
}

function hopLines(hop: PlannedHop, index: number, plan: Plan, paint: Paint): string[] {
  const foreseen = plan.downtime.hops?.[index];
  const lines = [
    '',
    `  ${paint('bold', `${index + 1}  ${[hop.from, ...(hop.via ?? []), hop.to].join(' → ')}`)}   ${hop.kind}   database: ${routeLine(hop)}`,
    ...(foreseen ? [`    ${hopForeseen(foreseen)}`] : []),
  ];
  if (hop.behind) lines.push(`    all to one version first; behind: ${shortList(hop.behind)}`);
  for (const { rule: code, title } of hop.runsBecause ?? [])
    lines.push(
      `    an outage of its own: ${hop.to} must run before the database goes on: ${title} (${code})`,
    );
  if (hop.toRead) lines.push('    to be read before apply, which records that it was:');
  for (const { version, title, text } of hop.toRead ?? []) lines.push(`      ${title}, ${version}: ${text}`);
  lines.push(...turnLines(hop), ...coldLine(hop, plan), ...configurationLines(hop, paint));
  let side: Phase['side'] = 'before';
  for (const { item: phase, more } of fewWaves(hop.phases)) {
    if (phase.side !== side) {
      side = phase.side;
      lines.push(rule(side === 'stopped' ? 'service stops' : 'service is back', paint));
    }
    lines.push(...phaseLines(phase, paint));
    if (more > 0)
      lines.push(`    ${' '.repeat(16)} and ${more === 1 ? 'one more wave' : `${more} more waves`} like it`);
  }
  return lines;
}

function otherOutages({ windows, downtime: { otherwise } }: Plan): string[] {
  if (otherwise === undefined) return [];
  return windows === 'each'
    ? [`  all hops in one outage, predicted ${seconds(otherwise)}: --windows one`]
    : [
        `  all hops in one outage; with one outage for each hop, predicted ${seconds(otherwise)}: --windows each`,
      ];
}

/** Where going back stops being free, and what it costs from there. */
function pointOfNoReturn(plan: Plan): string[] {
  const irreversible = plan.hops.flatMap(({ phases }) =>
    phases.flatMap(({ steps }) => steps.filter((step) => step.irreversible !== undefined)),
  );
  const [first] = irreversible;
  if (first) return [`  No way back after "${first.title}": ${first.irreversible}`];
  return [
    '  Way back at every step, through all hops: the dump, the etcd snapshot and the old environments are kept.',
    '  Point of no return: none. Once the service is back, going back loses what was written since.',
  ];
}

/** What the proof finds is looked at after the migration, so no finding of the plan tells of it. */
const acceptedProofs: Readonly<Record<string, string>> = {
  'prove.census': 'what the cluster holds otherwise than before is told, and does not fail the upgrade',
  'prove.api': 'what users can list or start otherwise than before is told, and does not fail the upgrade',
  'prove.capacity': 'agents that offer less than before are told, and do not fail the upgrade',
  'proof.failed': 'resource groups where no session starts before the stop do not hold the run up',
};

function acceptedLines({ accepted }: Plan): string[] {
  return Object.entries(acceptedProofs)
    .filter(([code]) => accepted.includes(code))
    .map(([code, means]) => `  Accepted with ${code}: ${means}.`);
}

/** What baiup takes care of, what only has to be known, and what has a manual step of its own is in the plan's JSON. */
const isOpen = (finding: Plan['findings'][number]): boolean =>
  !isManual(finding) &&
  finding.handled === undefined &&
  (finding.severity !== 'info' || finding.origin !== 'risk');

/** The plan as a tree: hops, phases, steps, where service stops and comes back, and what going back costs. */
export function planText(plan: Plan, rehearsed: Rehearsed | undefined, paint: Paint): string {
  const count = plan.hops.length;
  const said = plan.findings.filter(isOpen);
  return [
    `${paint('bold', `Plan ${plan.id}`)}   ${plan.cluster}: ${plan.from} → ${plan.to}   ${count} ${count === 1 ? 'hop' : 'hops'}   predicted downtime ${rangeText(plan.downtime.predicted, plan.downtime.predictedRange)}`,
    `  ${plan.downtime.basis}${rehearsalNote(rehearsed)}`,
    ...otherOutages(plan),
    ...waveLines(plan),
    ...plan.hops.flatMap((hop, index) => hopLines(hop, index, plan, paint)),
    '',
    ...acceptedLines(plan),
    ...pointOfNoReturn(plan),
    ...backLines(plan),
    ...(said.length > 0 ? ['', ...findingLines(said)] : []),
  ].join('\n');
}
