import { z } from 'zod';
import type { Host } from '../../io/hosts/port.ts';
import { atMost } from '../../lib/at-most.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import type { FilesParams } from './files-params.ts';
import type { FoundFile } from './find-files.ts';
import { memberRecords } from './member-records.ts';

const captured = z.strictObject({
  /** The folder on the member's host that holds the copies. */
  keep: z.string(),
  files: z.array(
    z.strictObject({
      location: z.string(),
      name: z.string(),
      path: z.string(),
      size: z.number(),
      sha256: z.string(),
    }),
  ),
});
/** What was captured of a member's files: where the copies lie, and what they must hash to. */
export type Captured = z.infer<typeof captured>;
export type CapturedFile = Captured['files'][number];

const atOnce = 16;

const copyOf = ({ keep }: Captured, { location, name }: Pick<FoundFile, 'location' | 'name'>): string =>
  `${keep}/${location}/${name}`;

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** Copies files, which nothing may write to meanwhile, into a folder beside them. */
export async function captureFiles(host: Host, keep: string, found: readonly FoundFile[]): Promise<Captured> {
  const files = await atMost(atOnce, found, async (file): Promise<CapturedFile> => {
    const copy = copyOf({ keep, files: [] }, file);
    await host.makeFolder(parentOf(copy));
    await host.copy(file.path, copy);
    const sha256 = await host.sha256(copy);
    if (sha256 === undefined || sha256 !== (await host.sha256(file.path))) {
      throw new BaiupError('files.not-captured', `${file.path} on ${host.name} changed while it was copied`, {
        hint: 'find out which process writes to it: the member that owns it is stopped',
      });
    }
    return { ...file, sha256 };
  });
  return { keep, files };
}

/** @throws BaiupError `files.capture-damaged` where the copy of a file is not what was captured */
export async function checkCopy(host: Host, capture: Captured, file: CapturedFile): Promise<void> {
  const copy = copyOf(capture, file);
  if ((await host.sha256(copy)) === file.sha256) return;
  throw new BaiupError(
    'files.capture-damaged',
    `${copy} on ${host.name} differs from what was captured of ${file.path}`,
    {
      left: `${file.path} is as the newer release left it`,
      hint: `put ${copy} back from a backup of ${file.path}, then go back again: baiup rollback RUN`,
    },
  );
}

export async function putBack(host: Host, capture: Captured, file: CapturedFile): Promise<void> {
  await host.copy(copyOf(capture, file), file.path);
}

type Turn = Pick<FilesParams, 'hop' | 'member'>;

export const writeCaptured = (
  { hop, member }: Turn,
  context: Pick<StepContext, 'runFolder'>,
  what: Captured,
): Promise<void> => memberRecords(context, hop, 'files').put(member, what);

/** What an earlier attempt kept no longer counts. */
export const forgetCaptured = (
  { hop, member }: Turn,
  context: Pick<StepContext, 'runFolder'>,
): Promise<void> => memberRecords(context, hop, 'files').put(member, undefined);

/** @returns undefined where no capture was finished */
export async function readCaptured(
  { hop, member }: Turn,
  context: Pick<StepContext, 'runFolder'>,
): Promise<Captured | undefined> {
  const kept = await memberRecords(context, hop, 'files').get(member);
  return kept === undefined ? undefined : captured.parse(kept);
}
