import { join } from 'node:path';
import { fileJournal } from '../../io/journal/file-journal.ts';
import type { Journal } from '../../io/journal/port.ts';
import { stateHome } from '../../lib/state-home.ts';

/** The operator's own journal; it never lives in what is being upgraded. */
export function runJournal(): Journal {
  return fileJournal(join(stateHome(), 'runs'), () => new Date());
}
