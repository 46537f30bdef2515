import { useContext } from 'preact/hooks';
import type { PlanDocument } from '../../src/ui/server/wire.ts';
import { pathTo } from '../live/route.ts';
import type { Served } from '../live/store.ts';
import { Moment } from '../parts/moment.tsx';
import { Go } from './link.ts';
import { TroubleNote } from './trouble-note.tsx';
import { useAnswer } from './use-answer.ts';
import { useChange } from './use-change.ts';

interface RowProps {
  readonly plan: PlanDocument;
  readonly isServed: boolean;
  readonly mayShow: boolean;
  readonly onShow: () => void;
}

function PlanRow({ plan: { id, made, from, to, cluster, run }, isServed, mayShow, onShow }: RowProps) {
  return (
    <tr>
      <th scope="row">
        <code>{id}</code>
      </th>
      <td>
        <Moment at={made} withDay />
      </td>
      <td class="mono">
        {from} → {to}
      </td>
      <td>{cluster}</td>
      <td>{run === null ? 'not yet' : <a href={pathTo.run(run)}>{run}</a>}</td>
      <td>
        {isServed ? <a href="/plan">shown now</a> : null}
        {!isServed && mayShow ? (
          <button type="button" onClick={onShow} aria-label={`Show the plan ${id}`}>
            Show
          </button>
        ) : null}
      </td>
    </tr>
  );
}

/** Plans that were made on a page, also by a server that has ended since. */
export function KeptPlans({ served }: { readonly served: Served | null | undefined }) {
  const go = useContext(Go);
  const change = useChange();
  const { answer, trouble } = useAnswer<readonly PlanDocument[]>(`/api/plans?now=${served?.id ?? ''}`);
  if (trouble && !answer) return <TroubleNote trouble={trouble} />;
  if (!answer || answer.length === 0) return null;
  const show = async (name: string): Promise<void> => {
    if (await change.send(`/api/plans/${encodeURIComponent(name)}/serve`, {})) go('/plan');
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keys
    <section class="wide" aria-label="Plans made on a page" tabIndex={0}>
      <h2>Plans made on a page</h2>
      {change.trouble ? <TroubleNote trouble={change.trouble} /> : null}
      <table class="runs">
        <thead>
          <tr>
            <th scope="col">Plan</th>
            <th scope="col">Made</th>
            <th scope="col">From → to</th>
            <th scope="col">Cluster</th>
            <th scope="col">Carried out by</th>
            <th scope="col">
              <span class="heard">Show it</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {answer.map((plan) => (
            <PlanRow
              key={plan.name}
              plan={plan}
              isServed={plan.id === served?.id}
              mayShow={change.mayChange && !change.isGoing}
              onShow={() => void show(plan.name)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}
