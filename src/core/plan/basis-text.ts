import { type FigureSource, figureSources } from './predicted-hop.ts';
import type { Prediction } from './prediction.ts';

const words: Readonly<Record<FigureSource, string>> = {
  receipt: 'as rehearsed',
  cluster: 'as in earlier runs of this cluster',
  paced: 'as recorded, at the pace of the rehearsal',
  recorded: 'as recorded on a two-core machine',
};

/** Where a prediction comes from, part by part: "capture and migrate as rehearsed; stop and start as in earlier runs". */
export function basisText({ hops }: Prediction): string {
  const parts = hops.flatMap((hop) => hop.parts);
  const said = figureSources.flatMap((source) => {
    const names = [...new Set(parts.filter((each) => each.source === source).map(({ part }) => part))];
    if (names.length === 0) return [];
    const listed = names.length === 1 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
    return [`${listed} ${words[source]}`];
  });
  return said.join('; ');
}
