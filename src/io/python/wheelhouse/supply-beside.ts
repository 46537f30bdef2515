import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { pipName } from '../../../core/components/plugins-among.ts';
import { cacheFolder } from '../../hosts/cache-folder.ts';
import type { Host } from '../../hosts/port.ts';
import { sendWheels } from './send-wheels.ts';
import type { WheelSupply } from './wheel-supply.ts';
import { readWheelTarget } from './wheel-target.ts';
import { wheelhouse } from './wheelhouse.ts';

/** What is to come beside the packages of an environment. */
interface Beside {
  readonly host: Host;
  readonly supply: WheelSupply;
  /** The environment's Python. */
  readonly python: string;
  /** Requirements, as uv's command line has them on the host. */
  readonly words: readonly string[];
  /** Folders of wheels on the host. */
  readonly links: readonly string[];
  /** What must not change. */
  readonly constraints: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** A wheel of a folder there: `name==version`. */
async function inFolders({ host, links }: Beside, word: string): Promise<string | undefined> {
  const [name = '', version] = word.split('==');
  for (const folder of links) {
    const file = (await host.list(folder)).find((each) => {
      const [project = '', called] = each.split('-');
      return each.endsWith('.whl') && pipName(project) === pipName(name) && called === version;
    });
    if (file !== undefined) return join(folder, file);
  }
  return undefined;
}

/** A file of the host as this machine has it: what it asks for is read from there. */
async function brought({ host, supply }: Beside, name: string, path: string): Promise<string> {
  const { here } = supply;
  const content = (await host.sha256(path))?.slice(0, 16) ?? '';
  const to = join(await cacheFolder(here), 'wheels', 'given', content, basename(path));
  await here.makeFolder(dirname(to));
  if (!(await here.stat(to))) await host.download(path, to);
  return `${name} @ ${pathToFileURL(to).href}`;
}

/** A requirement for this machine; none for source of the host, which is built there. */
async function asSeenHere(beside: Beside, word: string): Promise<readonly string[]> {
  const [, name = '', address = ''] = /^(\S+) @ (file:.+)$/.exec(word) ?? [];
  if (address !== '') {
    const path = fileURLToPath(address);
    return path.endsWith('.whl') ? [await brought(beside, name, path)] : [];
  }
  const file = await inFolders(beside, word);
  return file === undefined ? [word] : [await brought(beside, word.split('==')[0] ?? '', file)];
}

/**
 * Sends a host what plugins need that it lacks, as uv chooses it here. @returns the requirements for uv there: what has
 * an address is a wheel that was sent
 */
export async function supplyBeside(beside: Beside): Promise<readonly string[]> {
  const { host, supply, python, words, constraints, signal } = beside;
  const known = words.filter((word, index) => word !== '--editable' && words[index - 1] !== '--editable');
  const requirements = (await Promise.all(known.map((word) => asSeenHere(beside, word)))).flat();
  if (requirements.length === 0) return words;
  const target = await readWheelTarget(host, python);
  const house = await wheelhouse(supply, target, { requirements, flags: [], constraints }, signal);
  await sendWheels(host, house, signal);
  return words.map((word) => {
    const [, name, address] = /^(\S+) @ (.+)$/.exec(word) ?? [];
    if (name === undefined || address === undefined || address.startsWith('file:')) return word;
    return (
      house.wheels.find(({ requirement }) => requirement.startsWith(`${pipName(name)}==`))?.requirement ??
      word
    );
  });
}
