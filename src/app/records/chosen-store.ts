import { join } from 'node:path';
import { fileJournal } from '../../io/journal/file-journal.ts';
import type { Journal } from '../../io/journal/port.ts';
import { openStore } from '../../io/journal/postgres/store-journal.ts';
import type { StoreAddress } from '../../io/journal/postgres/store-session.ts';
import { stateHome } from '../../lib/state-home.ts';
import { loadStore } from '../discovery/load-store.ts';
import { type StoreChoice, storeChoice } from './store-choice.ts';

export const runsFolder = (): string => join(stateHome(), 'runs');

interface ChosenStore {
  readonly journal: Journal;
  /** Undefined where runs are files of this machine. */
  readonly address: StoreAddress | undefined;
}

const opened = new Map<string, Promise<ChosenStore>>();

async function open({ store, clusterFile }: StoreChoice): Promise<ChosenStore> {
  const now = () => new Date();
  const address = await loadStore(store, clusterFile);
  if (!address) return { journal: fileJournal(runsFolder(), now), address };
  return { journal: openStore(address, { now, folder: runsFolder() }).journal, address };
}

/** Where this process keeps its runs, opened once. @throws as `loadStore` */
export function chosenStore(): Promise<ChosenStore> {
  const choice = storeChoice();
  const key = JSON.stringify([choice, runsFolder()]);
  const found = opened.get(key) ?? open(choice);
  opened.set(key, found);
  found.catch(() => opened.delete(key));
  return found;
}
