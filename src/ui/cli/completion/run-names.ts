import { runJournal } from '../../../app/records/run-journal.ts';

/** Names of the runs here, for whoever types one. */
export async function runNames(): Promise<readonly string[]> {
  return runJournal().list();
}
