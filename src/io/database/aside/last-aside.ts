import { asideNames } from './aside-names.ts';

/**
 * The database that was set aside last, among the names of a server's databases, newest first: whoever asks does not know
 * the run.
 * @param name of the database before it was set aside
 */
export const lastAside = (name: string, databases: readonly string[]): string | undefined =>
  databases.find((each) => {
    const run = each.split('_before_').at(-1) ?? '';
    return run !== each && each === asideNames(name, { run, hop: 1 }).aside;
  });
