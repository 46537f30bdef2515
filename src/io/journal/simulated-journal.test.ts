import { at, journalSuite } from './journal.suite.ts';
import { simulatedJournal } from './simulated-journal.ts';

journalSuite('in memory', async () => {
  const journal = simulatedJournal(() => new Date(at), '/nowhere');
  return { open: () => journal, crash: async () => journal.crash() };
});
