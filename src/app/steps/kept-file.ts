import { thisMachine } from '../../io/hosts/this-machine.ts';

/** A file of a run's own folder, which lies on the machine that baiup runs on, whatever hosts its members have. */
export const keptFile = {
  /** @returns undefined where there is none */
  read: (file: string): Promise<string | undefined> => thisMachine.readText(file),
  /** Whole or not at all, for its owner only. */
  write: (file: string, text: string): Promise<void> => thisMachine.writeText(file, text),
  remove: (file: string): Promise<void> => thisMachine.remove(file),
  isThere: async (file: string): Promise<boolean> => (await thisMachine.stat(file)) !== undefined,
};
