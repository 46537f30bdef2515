import { z } from 'zod';
import { keptFiles } from '../steps/kept-files.ts';
import type { WholeRun } from './known-run.ts';

/** A dump that a run has made. */
export interface RunDump {
  /** Counted from 1, as the dump's own name does. */
  readonly hop: number;
  /** The member whose own database it is of; the cluster's unless told. */
  readonly database?: string;
  /** The host that keeps it; this machine unless told. */
  readonly host?: string;
  /** Its folder there. */
  readonly path: string;
  readonly bytes: number;
  /** Of its files' checksums, once it is sealed. */
  readonly sha256?: string;
}

const captured = z.object({ size: z.number(), host: z.string().optional(), folder: z.string().optional() });
const sealed = z.object({ sha256: z.string() });
const stepForm = /^(\d+)\.(capture|dump|seal)\.database(?:\.(.+))?$/;

/** The dumps of a run, by its journal: whether they are still there is another question. */
export function runDumps({ view, folder: runFolder }: Pick<WholeRun, 'view' | 'folder'>): RunDump[] {
  if (view.forgotten) return [];
  const found = view.steps.flatMap(({ step, result }) => {
    const [, hop, what = '', database] = stepForm.exec(step) ?? [];
    return hop === undefined ? [] : [{ hop: Number(hop), what, database, result }];
  });
  return found.flatMap(({ hop, what, database, result }): RunDump[] => {
    const dump = what !== 'seal' ? captured.safeParse(result).data : undefined;
    if (!dump) return [];
    const seal = found.find((each) => each.what === 'seal' && each.hop === hop && each.database === database);
    const sum = sealed.safeParse(seal?.result).data;
    return [
      {
        hop,
        ...(database === undefined ? {} : { database }),
        ...(dump.host === undefined ? {} : { host: dump.host }),
        path: dump.folder ?? keptFiles({ runFolder }, hop, database).database,
        bytes: dump.size,
        ...(sum ?? {}),
      },
    ];
  });
}
