import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { BaiupError } from '../../lib/errors.ts';
import { replaceFile } from '../../lib/replace-file.ts';
import { localCommands } from './local-command.ts';
import { localFacts, nothingThere } from './local-facts.ts';
import { localFiles } from './local-files.ts';
import { localNetwork } from './local-network.ts';
import { localProcesses } from './local-processes.ts';
import { localTalk } from './local-talk.ts';
import { localTransfer } from './local-transfer.ts';
import type { Host } from './port.ts';

function notRoot(name: string): BaiupError {
  return new BaiupError('host.no-root', `baiup does not run as root, and must be root on ${name} for that`, {
    hint: `run baiup as root, or declare ${name} with ssh in cluster.yaml: then sudo is used`,
    left: 'nothing was changed by this command',
  });
}

/**
 * This machine. Its commands end with the process that asks for them, and the run's claim lets no second process drive
 * a run here: no turn has to be kept.
 */
export function localHost(name: string): Host {
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
    remove: (path) => rm(path, { recursive: true, force: true }),
    inTurn: () => host,
    asRoot: () => {
      if (process.getuid?.() === 0) return host;
      throw notRoot(name);
    },
  };
  return host;
}
