import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const kept = 60;
const everyMs = 1_000;

const fileIn = (runFolder: string): string => join(runFolder, 'driver.log');

/** The last of what whoever drives a run says, for those who look at it from elsewhere. */
export interface DriverLines {
  /** Whole lines. It never waits and never fails: what cannot be written is lost. */
  write(text: string): void;
  /** Writes what is left, at once. */
  flush(): Promise<void>;
}

/**
 * Keeps the last lines in the run's folder, written at most once a second and never synced: a run waits for its
 * journal alone.
 * @param runFolder once it is known
 */
export function keepDriverLines(runFolder: Promise<string>): DriverLines {
  const lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  const save = async (): Promise<void> => {
    try {
      const file = fileIn(await runFolder);
      await writeFile(`${file}.new`, `${lines.join('\n')}\n`, { mode: 0o600 });
      await rename(`${file}.new`, file);
    } catch {
      // A full disk, a folder that is gone: the run goes on.
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(save);
    return writing;
  };

  return {
    write: (text) => {
      lines.push(...text.replace(/\n$/, '').split('\n'));
      lines.splice(0, lines.length - kept);
      timer ??= setTimeout(() => void flush(), everyMs).unref();
    },
    flush,
  };
}

/** What a run's driver said last; nothing of a run that nobody has driven so. */
export async function readDriverLines(runFolder: string): Promise<readonly string[]> {
  const text = await readFile(fileIn(runFolder), 'utf8').catch(() => '');
  return text === '' ? [] : text.trimEnd().split('\n').slice(-kept);
}
