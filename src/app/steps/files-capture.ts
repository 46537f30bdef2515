import { agentsOf } from './agents-of.ts';
import {
  type Captured,
  captureFiles,
  forgetCaptured,
  readCaptured,
  writeCaptured,
} from './captured-files.ts';
import { carriedCopies, carryKernels, checkCarried, isCarried } from './carry-kernels.ts';
import type { StepContext } from './context.ts';
import { filesOfMember, keepFolder } from './files-of-member.ts';
import { type FilesParams, filesParams } from './files-params.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import { putFilesBack } from './put-files-back.ts';
import { endForgotten } from './settle-sessions.ts';
import type { Step } from './step.ts';

/** Whether nothing has been written since the capture, but for what the next release is given. */
async function isAsCaptured(captured: Captured, given: FilesParams, context: StepContext): Promise<boolean> {
  const { host } = await filesOfMember(given, context);
  const carried = await carriedCopies(given, context);
  const same = captured.files
    .filter(({ path }) => !carried.includes(path))
    .map(async ({ path, sha256 }) => (await host.sha256(path)) === sha256);
  return (await Promise.all(same)).every(Boolean);
}

/** All of a member's files, without what an earlier attempt carried over: that is a copy of one of them. */
async function filesToCapture(given: FilesParams, context: StepContext) {
  const { host, found } = await filesOfMember(given, context);
  const carried = (await isCarried(given, context)) ? await carriedCopies(given, context) : [];
  return { host, found: found.filter(({ path }) => !carried.includes(path)) };
}

/**
 * Captures the files that a stopped member wrote on its host in a format of its release: they are kept beside it, and
 * put back when the upgrade is taken back. An agent's kernels are carried over to the next release.
 */
export const filesCapture: Step<FilesParams> = {
  kind: 'files.capture',
  params: filesParams,
  title: ({ member, component }) => `Capture the files of ${component} ${member}`,
  estimate: 0.1,
  probe: async (given, context, attempted) => {
    const captured = await readCaptured(given, context);
    if (captured && (await isAsCaptured(captured, given, context)) && (await isCarried(given, context)))
      return 'done';
    return attempted ? 'half' : 'todo';
  },
  apply: async (given, context) => {
    const { host, found } = await filesToCapture(given, context);
    const keep = keepFolder(given, context);
    // Nothing newer has run: what an earlier attempt kept may be half, and is all there still.
    if (await readCaptured(given, context)) await forgetCaptured(given, context);
    await host.remove(keep);
    const captured = await captureFiles(host, keep, found);
    await writeCaptured(given, context, captured);
    await carryKernels(given, context);
    const bytes = captured.files.reduce((sum, { size }) => sum + size, 0);
    return { files: found.length, bytes, ...(found.length > 0 ? { keep } : {}) };
  },
  verify: checkCarried,
  undo: async (given, context) => {
    const { active, environment } = await context.service(given.member).state();
    // The old release runs already: what it has written since is its own.
    if (active && environment === given.from.environment) return undefined;
    const captured = await readCaptured(given, context);
    if (!captured) return undefined;
    const done = await putFilesBack(captured, given, context);
    const isLost = !given.restoresData && !done.kernelsKept;
    if (isLost) await keptFile.write(keptFiles(context, given.hop).kernelsLost(given.member), '');
    return done;
  },
  settles: async ({ hop, member }, context) => {
    const lost = await keptFile.isThere(keptFiles(context, hop).kernelsLost(member));
    const agents = lost ? await agentsOf(member, context) : [];
    return agents.length > 0 ? endForgotten(hop, agents, context) : undefined;
  },
  isKept: async (given, context) => (await readCaptured(given, context)) !== undefined,
  member: ({ member }) => member,
  notUndone: ({ member, component }) => `the files of ${component} ${member} are those of the newer release`,
};
