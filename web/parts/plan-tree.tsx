import type { Phase, Plan, PlannedHop, PlannedStep } from '../../src/core/plan/plan.ts';
import { firstNames, plural } from './plural.ts';
import { rangeText, seconds } from './seconds.ts';

/** Steps of one kind for one kind of component. */
interface AlikeSteps {
  readonly first: PlannedStep;
  readonly all: readonly PlannedStep[];
}

const onlyWaits = ({ kind }: PlannedStep): boolean => kind === 'barrier';

function alikeSteps({ steps }: Phase): AlikeSteps[] {
  const groups = Map.groupBy(
    steps.filter((step) => !onlyWaits(step)),
    ({ kind, params }) => `${kind} ${String(params['component'] ?? '')}`,
  );
  return [...groups.values()].flatMap((all) => (all[0] ? [{ first: all[0], all }] : []));
}

const mostListed = 40;

function StepsAlike({ first, all }: AlikeSteps) {
  const { how } = first.params;
  const longest = Math.max(...all.map(({ estimate }) => estimate));
  const line = (
    <>
      <span class="title">
        {all.length === 1 ? first.title : `${first.title}, and ${plural(all.length - 1, 'other')} like it`}
      </span>
      <span class="took">{typeof how === 'string' ? 'you' : `~${seconds(longest)}`}</span>
    </>
  );
  if (all.length === 1)
    return (
      <li class="step">
        {line}
        {typeof how === 'string' ? <p class="why">{how}</p> : null}
        {first.irreversible ? <p class="why bad">No way back from here: {first.irreversible}</p> : null}
      </li>
    );
  return (
    <li class="step">
      <details>
        <summary>{line}</summary>
        <ul>
          {all.slice(0, mostListed).map(({ id, title }) => (
            <li key={id}>{title}</li>
          ))}
          {all.length > mostListed ? (
            <li class="quiet">and {firstNames(all.slice(mostListed).map(({ hosts }) => hosts.join(' ')))}</li>
          ) : null}
        </ul>
      </details>
    </li>
  );
}

function routeText({ route }: PlannedHop): string {
  if (route.kind === 'none') return 'the database stays as it is';
  const skipped =
    route.fill.length > 0
      ? `; "alembic upgrade head" would skip ${route.fill.length} of them in silence`
      : '';
  return `database: ${route.kind}, ${plural(route.run.length, 'revision')}${skipped}`;
}

function Patch({ lines }: { readonly lines: readonly string[] }) {
  return (
    <pre class="patch">
      {lines.map((line, index) => (
        <span key={index} class={line.startsWith('+') ? 'more' : line.startsWith('-') ? 'less' : ''}>
          {`${line}\n`}
        </span>
      ))}
    </pre>
  );
}

function HopNotes({ hop }: { readonly hop: PlannedHop }) {
  const { configuration = [], toRead = [], turns = [], runsBecause = [] } = hop;
  const turning = Map.groupBy(turns, ({ how, why }) => `${how} ${why}`);
  return (
    <>
      {runsBecause.map(({ rule, title }) => (
        <p key={rule} class="note">
          An outage of its own: {hop.to} must run before the database goes on: {title} <code>{rule}</code>
        </p>
      ))}
      {[...turning.values()].map((same) => (
        <p class="note" key={same[0]?.member}>
          {firstNames(same.map(({ member }) => member))} {same.length === 1 ? 'turns' : 'turn'}{' '}
          {same[0]?.how === 'beside' ? 'beside the old program' : 'by stopping'}: {same[0]?.why}
        </p>
      ))}
      {configuration.map(({ member, file, rules, patch }) => (
        <details key={`${member} ${file}`} class="note">
          <summary>
            Changes {file} of {member} while it is stopped ({rules.join(', ')})
          </summary>
          <Patch lines={patch} />
        </details>
      ))}
      {toRead.length === 0 ? null : (
        <details class="note">
          <summary>{plural(toRead.length, 'change')} of the releases to read before it begins</summary>
          <ul>
            {toRead.map(({ version, title, text }) => (
              <li key={`${version} ${text}`}>
                <strong>
                  {title}, {version}:
                </strong>{' '}
                {text}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** Of waves that turn alike the first two are shown. */
const shownWaves = 2;

function HopTree({
  hop,
  index,
  plan,
}: {
  readonly hop: PlannedHop;
  readonly index: number;
  readonly plan: Plan;
}) {
  const foreseen = plan.downtime.hops?.[index];
  const waves = hop.phases.filter(({ wave }) => wave !== undefined).length;
  const phases = hop.phases.filter(
    ({ wave = 0, steps }) => wave < shownWaves && steps.some((step) => !onlyWaits(step)),
  );
  return (
    <section class="hop">
      <h3>
        <span class="number">{index + 1}</span> {[hop.from, ...(hop.via ?? []), hop.to].join(' → ')}{' '}
        <span class="quiet">
          {hop.kind}, {routeText(hop)}
        </span>
      </h3>
      {foreseen ? (
        <p class="note">
          Without service {rangeText(foreseen.predicted, foreseen.predictedRange)}:{' '}
          {foreseen.parts.map(({ part, seconds: took }) => `${part} ${took.toFixed(1)}`).join(', ')}
        </p>
      ) : null}
      <HopNotes hop={hop} />
      <ol class="tree">
        {phases.map((phase, at) => {
          const isFirst = phase.side !== (phases[at - 1]?.side ?? 'before');
          return (
            <li class={`planned side-${phase.side}`} key={at}>
              {isFirst ? (
                <p class={`flag flag-${phase.side}`}>
                  {phase.side === 'stopped' ? 'service stops' : 'service is back'}
                </p>
              ) : null}
              <h4>{phase.title}</h4>
              <ul>
                {alikeSteps(phase).map((alike) => (
                  <StepsAlike key={alike.first.id} {...alike} />
                ))}
              </ul>
            </li>
          );
        })}
        {waves > shownWaves ? (
          <li class="quiet">and {plural(waves - shownWaves, 'more wave')} like the last</li>
        ) : null}
      </ol>
    </section>
  );
}

/** Where going back stops being free, and what it costs from there. */
function PointOfNoReturn({ plan }: { readonly plan: Plan }) {
  const first = plan.hops
    .flatMap(({ phases }) => phases.flatMap(({ steps }) => steps))
    .find(({ irreversible }) => irreversible !== undefined);
  const { wayBack } = plan.downtime;
  return (
    <section class={`no-return${first ? ' bad' : ''}`} aria-label="The way back">
      <h3>{first ? 'Point of no return' : 'Way back at every step'}</h3>
      <p>
        {first
          ? `No way back after "${first.title}": ${first.irreversible}`
          : 'Through all hops: what was captured of database and etcd, and the old environments, are kept. Once the service is back, going back loses what was written since.'}
      </p>
      {wayBack ? (
        <p>Going back from the worst moment takes {rangeText(wayBack.predicted, wayBack.predictedRange)}.</p>
      ) : null}
      {plan.window ? (
        <p>
          It fits into the window of {seconds(plan.window.seconds)} with its way back: at most{' '}
          {seconds(plan.window.needed)}.
        </p>
      ) : null}
    </section>
  );
}

/** A plan as what would happen, in order: where service stops and comes back, and what going back costs. */
export function PlanTree({ plan }: { readonly plan: Plan }) {
  const { waves, hops } = plan;
  return (
    <div class="plan">
      {waves ? (
        <p class="note">
          Agents turn in waves, each watched for {seconds(waves.bake)}.{' '}
          {waves.failures === 0
            ? 'The first agent that fails has its wave taken back, and stops the rest.'
            : `Up to ${waves.failures} agents may fail and are postponed; one more has its wave taken back, and stops the rest.`}
        </p>
      ) : null}
      {hops.map((hop, index) => (
        <HopTree key={index} hop={hop} index={index} plan={plan} />
      ))}
      <PointOfNoReturn plan={plan} />
    </div>
  );
}
