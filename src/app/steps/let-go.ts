import type { StepContext } from './context.ts';

/** Ends what lives in this process for its steps: migrators that wait, and views of a database. */
export async function letGo({ migrators, views }: Pick<StepContext, 'migrators' | 'views'>): Promise<void> {
  await Promise.all([
    ...[...migrators.values()].flat().map((migrator) => migrator.cancel()),
    ...[...views.values()].map(({ view }) => view.close()),
  ]);
}
