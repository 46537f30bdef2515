import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { replaceFile } from '../../lib/replace-file.ts';
import { localCommands } from './local-command.ts';
import { localFacts, nothingThere } from './local-facts.ts';
import { localFiles } from './local-files.ts';
import { localNetwork } from './local-network.ts';
import { localProcesses } from './local-processes.ts';
import { localTalk } from './local-talk.ts';
import { localTransfer } from './local-transfer.ts';
import type { Host } from './port.ts';

/** This machine. */
export function localHost(name: string): Host {
  return {
    name,
    ...localCommands(name),
    ...localProcesses(name),
    ...localFacts,
    ...localNetwork,
    ...localTransfer,
    talk: localTalk(name),
    readText: (path) => readFile(path, 'utf8').catch(nothingThere(undefined)),
    list: async (path) => (await readdir(path).catch(nothingThere([] as string[]))).sort(),
    writeText: writeFileAtomic,
    replaceText: replaceFile,
    makeFolder: async (path) => {
      await mkdir(path, { recursive: true, mode: 0o700 });
    },
    ...localFiles(name),
    remove: (path) => rm(path, { recursive: true, force: true }),
  };
}
