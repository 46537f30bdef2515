import type { CatalogSyncAnswer } from '../../../app/actions/catalog-sync.ts';
import { sizeText } from './size-text.ts';

const width = 24;

/** "reading wheels ████░░░░ 120 of 303". */
export function barText(done: number, total: number): string {
  const full = total === 0 ? width : Math.floor((done / total) * width);
  return `reading wheels ${'█'.repeat(full)}${'░'.repeat(width - full)} ${done} of ${total}`;
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
    `  read       ${sizeText(bytesRead)}, ${share.toFixed(1)} % of what the managers' wheels are in all`,
    `  kept in    ${file}`,
  ].join('\n');
}
