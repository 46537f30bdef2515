import type { CatalogSyncAnswer } from '../../../app/actions/catalog-sync.ts';

const width = 24;

/** "reading wheels ████░░░░ 120 of 303". */
export function barText(done: number, total: number): string {
  const full = total === 0 ? width : Math.floor((done / total) * width);
  return `reading wheels ${'█'.repeat(full)}${'░'.repeat(width - full)} ${done} of ${total}`;
}

/** Bytes as an operator reads them: "1.2 MB". */
function megabytes(bytes: number): string {
  return bytes < 100_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** What a sync brought. */
export function catalogSyncText(answer: CatalogSyncAnswer): string {
  const { snapshot, added, changed, bytesRead, bytesWhole, file } = answer;
  const newest = snapshot.releases.at(-1)?.version;
  const share = bytesWhole === 0 ? 0 : (bytesRead / bytesWhole) * 100;
  return [
    `${snapshot.releases.length} releases, the newest ${newest}`,
    ...(added.length > 0 ? [`  new        ${added.join(' ')}`] : []),
    ...(changed.length > 0 ? [`  changed    ${changed.join(' ')}`] : []),
    ...(added.length + changed.length === 0 ? ['  nothing new'] : []),
    `  read       ${megabytes(bytesRead)}, ${share.toFixed(1)} % of what the managers' wheels are in all`,
    `  kept in    ${file}`,
  ].join('\n');
}
