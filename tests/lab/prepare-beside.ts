import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { labDown } from '../../scripts/lab/down.ts';
import { writeFileAtomic } from '../../src/lib/atomic-file.ts';
import { labAnswer } from './lab-answer.ts';
import { smallLab } from './small-lab.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The file in which a `LabAnswer` is, once it is known. */
    labAnswerFile: string;
  }
}

const mostMs = 5 * 60_000;

/** An interrupted vitest waits for nothing: somebody else takes the lab away. */
function endLater(): void {
  const program = join(import.meta.dirname, 'end-lab.ts');
  spawn(process.execPath, [program], { detached: true, stdio: 'ignore' }).unref();
}

/**
 * What labs are made of is made beside the other tests, so that it is there when it is the lab's turn. The lab's test
 * asks nothing again: it has the answer from here.
 */
export default function prepareBeside(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'baiup-lab-answer-'));
  const file = join(folder, 'answer.json');
  project.provide('labAnswerFile', file);
  const ending = new AbortController();
  const { answer, ended } = labAnswer(mostMs, ending.signal);
  const told = answer.then((known) => writeFileAtomic(file, JSON.stringify(known)));
  const interrupted = () => {
    rmSync(folder, { recursive: true, force: true });
    endLater();
  };
  // A terminal that goes away ends Node at once.
  const hungUp = () => process.exit(129);
  process.once('exit', interrupted).once('SIGHUP', hungUp);
  return async () => {
    ending.abort();
    await Promise.all([ended, told]);
    await labDown(smallLab.name);
    process.off('exit', interrupted).off('SIGHUP', hungUp);
    rmSync(folder, { recursive: true, force: true });
  };
}
