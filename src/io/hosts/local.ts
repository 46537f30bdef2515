import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { replaceFile } from '../../lib/replace-file.ts';
import type { AskPassword } from './far-root.ts';
import { localCommands } from './local-command.ts';
import { localFacts, nothingThere } from './local-facts.ts';
import { localFiles } from './local-files.ts';
import { localLinks } from './local-links.ts';
import { localNetwork } from './local-network.ts';
import { localProcesses } from './local-processes.ts';
import { localRoot } from './local-root.ts';
import { localTalk } from './local-talk.ts';
import { localTransfer } from './local-transfer.ts';
import type { Host } from './port.ts';
import { portsAreCommon } from './ports-are-common.ts';

/**
 * This machine. Its commands end with the process that asks for them, and the run's claim lets no second process drive
 * a run here: no turn has to be kept.
 */
export function localHost(name: string, password: AskPassword = async () => undefined): Host {
  let root: Host | undefined;
  const host: Host = {
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
    ...localLinks(name),
    remove: (path) => rm(path, { recursive: true, force: true }),
    lendPort: portsAreCommon,
    inTurn: () => host,
    asRoot: () => {
      if (process.getuid?.() === 0) return host;
      root ??= localRoot(name, password);
      return root;
    },
  };
  return host;
}
