import type { MigrationParams } from '../../steps/migration.ts';
import type { Order } from './order.ts';
import type { Typed } from './steps-of.ts';

interface OfDatabase {
  readonly database?: string | undefined;
}

/** What sets a database aside in a hop, and gives its name to what was migrated. */
interface AsideSteps {
  readonly asides: readonly Typed<OfDatabase>[];
  readonly notes: readonly Typed<OfDatabase>[];
  readonly names: readonly Typed<OfDatabase & { readonly head: string }>[];
  readonly dumps: readonly Typed<OfDatabase>[];
  readonly migrations: readonly Typed<MigrationParams>[];
  readonly starts: readonly Typed<{ readonly member: string }>[];
}

/**
 * A database that is set aside is noted and dumped, and its copy is migrated, and then gets the name before anything
 * starts; nothing of this is done to one that is not.
 */
export function* asideFlaws(order: Order, all: AsideSteps): Generator<string> {
  const of = <P extends OfDatabase>(steps: readonly Typed<P>[], { params }: Typed<OfDatabase>) =>
    steps.find((each) => each.params.database === params.database);
  for (const migration of all.migrations) {
    if ((migration.params.aside === true) !== (of(all.asides, migration) !== undefined))
      yield `${migration.id} works on another database than was captured`;
  }
  for (const step of [...all.notes, ...all.names, ...all.dumps]) {
    const aside = of(all.asides, step);
    if (!aside) yield `${step.id} is of a database that is not set aside`;
    else if (!order.after(aside.id).has(step.id)) yield `${step.id} does not wait for ${aside.id}`;
  }
  for (const aside of all.asides) {
    const [migration, name] = [of(all.migrations, aside), of(all.names, aside)];
    if (!of(all.notes, aside)) yield `what ${aside.id} sets aside is not noted`;
    if (!of(all.dumps, aside)) yield `what ${aside.id} sets aside is not dumped`;
    if (!migration || !name) yield `nothing takes the place of what ${aside.id} sets aside`;
    else {
      if (!order.after(migration.id).has(name.id)) yield `${name.id} does not wait for ${migration.id}`;
      const later = order.after(name.id);
      const { database } = aside.params;
      for (const { id, params } of all.starts)
        if ((database === undefined || params.member === database) && !later.has(id))
          yield `${id} does not wait for ${name.id}`;
    }
  }
}
