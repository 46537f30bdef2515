import { at, journalContract } from './contract.ts';
import { simulatedJournal } from './simulated-journal.ts';

journalContract('in memory', async () => {
  const journal = simulatedJournal(() => new Date(at), '/nowhere');
  return {
    open: () => journal,
    crash: async () => journal.crash(),
    lose: async (name, seq) => journal.lose(name, (event) => event.seq === seq),
  };
});
