import type { RehearsedHop } from '../../core/plan/receipt-parts.ts';
import { changedKeys } from '../../io/configstore/changed-keys.ts';
import { type NamespaceSnapshot, parseSnapshot } from '../../io/configstore/snapshot.ts';
import { keptFile } from '../steps/kept-file.ts';
import { keptFiles } from '../steps/kept-files.ts';

async function captured(runFolder: string, hop: number): Promise<NamespaceSnapshot | undefined> {
  const text = await keptFile.read(keptFiles({ runFolder }, hop).etcd);
  return text === undefined ? undefined : parseSnapshot(text);
}

/** What each hop did to the namespace: from its own capture to the next hop's, and from the last to how it ended. */
export async function etcdChanges(
  runFolder: string,
  hops: number,
  end: NamespaceSnapshot,
): Promise<RehearsedHop['etcd'][]> {
  const captures: (NamespaceSnapshot | undefined)[] = [];
  for (let hop = 1; hop <= hops; hop += 1) captures.push(await captured(runFolder, hop));
  return captures.map((before, index) => {
    const after = captures.slice(index + 1).find((each) => each !== undefined) ?? end;
    return before ? changedKeys(before, after) : { put: [], removed: [] };
  });
}
