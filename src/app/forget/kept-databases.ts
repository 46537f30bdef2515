import type { Plan } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { shortList } from '../../lib/short-list.ts';
import { asideOf } from '../steps/aside-of.ts';
import type { StepContext } from '../steps/context.ts';
import { databaseAside } from '../steps/database-aside.ts';
import { copiesOf, notedAsideOf } from '../steps/noted-aside.ts';
import type { Removable } from './kept.ts';

const places = ['aside', 'undone', 'copy'] as const;

interface Found {
  readonly name: string;
  readonly isOurs: boolean;
  /** Whether something has the name that this one once had. */
  readonly hasSuccessor: boolean;
  readonly visitors: readonly string[];
}

function whyStays({ name, isOurs, hasSuccessor, visitors }: Found, under: string): string | undefined {
  if (!isOurs) return `"${name}" is a database that this run did not make`;
  if (!hasSuccessor)
    return `no database has the name "${under}" now: "${name}" may be all that there is of it`;
  if (visitors.length > 0) return `other programs are at it: ${shortList(visitors)}`;
  return undefined;
}

/** Databases by the names that a run gives them: what it has set aside, and copies that are no longer in use. */
export async function keptDatabases(plan: Plan, context: StepContext): Promise<Removable[]> {
  const kept: Removable[] = [];
  for (const { step } of walkPlan(plan).filter((each) => each.step.kind === databaseAside.kind)) {
    const which = databaseAside.params.parse(step.params);
    const noted = await notedAsideOf(context, which);
    const ours = [...(noted ? [noted.original] : []), ...(await copiesOf(context, which))];
    const door = asideOf(context, which);
    const found = await door.found();
    for (const place of places) {
      const id = found[place];
      if (id === undefined) continue;
      const name = door.names[place];
      const visitors = await door.visitors(place);
      const is = { name, isOurs: ours.includes(id), hasSuccessor: found.name !== undefined, visitors };
      const stays = whyStays(is, door.names.name);
      kept.push({
        ...{ what: 'database', name, bytes: await door.size(place) },
        ...(stays === undefined ? {} : { stays }),
        remove: () => door.drop(place),
      });
    }
  }
  return kept;
}
