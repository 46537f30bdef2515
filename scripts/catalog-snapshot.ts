import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { committedSnapshot } from '../src/core/catalog/committed-snapshot.ts';
import { encodeSnapshot } from '../src/core/catalog/encode-snapshot.ts';
import { emptySnapshot } from '../src/core/catalog/snapshot.ts';
import { snapshotText } from '../src/core/catalog/snapshot-text.ts';
import { thisMachine } from '../src/io/hosts/this-machine.ts';
import { openFactJournal } from '../src/io/index/fact-journal.ts';
import { packageSources } from '../src/io/index/package-sources.ts';
import { syncCatalog } from '../src/io/index/sync-catalog.ts';
import { writeFileAtomic } from '../src/lib/atomic-file.ts';
import { cacheHome } from '../src/lib/state-home.ts';

/** Brings the committed catalog up to date: `bin/node scripts/catalog-snapshot.ts`; `--afresh` reads everything. */
const { values } = parseArgs({ options: { afresh: { type: 'boolean', default: false } } });
const file = join(import.meta.dirname, '..', 'src', 'core', 'catalog', 'data', 'snapshot.json');

const host = thisMachine;
const journal = await openFactJournal(join(cacheHome(), 'catalog-snapshot.jsonl'));
const { snapshot, added, changed, bytesRead, bytesWhole } = await syncCatalog({
  sources: await packageSources((command) => host.ask(command)),
  known: values.afresh ? emptySnapshot : committedSnapshot(),
  journal,
  now: Date.now(),
  onProgress: (done, total) => process.stderr.write(`\r${done} of ${total} wheels`),
});
const text = snapshotText(encodeSnapshot(snapshot));
await writeFileAtomic(file, text, 0o644);
await journal.close();
console.log(`\n${snapshot.releases.length} releases (${added.length} added, ${changed.length} changed)`);
console.log(`${text.length} bytes; read ${bytesRead} of ${bytesWhole}`);
