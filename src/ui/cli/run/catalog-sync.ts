import { catalogSync as syncTheCatalog } from '../../../app/actions/catalog-sync.ts';
import type { CommonFlags } from '../context.ts';
import { endsInOrder } from '../ends-in-order.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { barText, catalogSyncText } from '../views/catalog-sync.ts';

export interface CatalogSyncFlags extends CommonFlags {
  readonly index?: string;
}

const key = 'sync';

export async function catalogSync(terminal: Terminal, flags: CatalogSyncFlags): Promise<Outcome> {
  const { progress } = terminal;
  endsInOrder(terminal, {
    left: 'the catalog is as it was; what was read is kept',
    next: 'the same command again goes on',
  });
  progress.started(key, 'reading the index pages');
  let wheels = 0;
  const answer = await syncTheCatalog({
    index: flags.index,
    signal: terminal.interrupted,
    now: Date.now(),
    onProgress: (done, total) => {
      wheels = total;
      progress.started(key, barText(done, total));
    },
  });
  progress.finished(key, '✓', `${wheels} new wheel${wheels === 1 ? '' : 's'} read`);
  const { added, changed, bytesRead, bytesWhole, file } = answer;
  return { json: { added, changed, bytesRead, bytesWhole, file }, text: catalogSyncText(answer) };
}
