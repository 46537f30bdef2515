import { createHash } from 'node:crypto';
import type { Inventory } from '../../core/cluster/inventory.ts';
import type { SimulatedFile } from '../../io/hosts/simulated-file.ts';
import { filesCapture } from './files-capture.ts';
import type { FilesParams } from './files-params.ts';
import { simulatedContext } from './simulated-context.ts';
import { type SimulatedState, simulatedState } from './simulated-state.ts';

const agent = (id: string) => ({
  id,
  component: 'agent',
  host: 'local',
  config: `/etc/${id}.toml`,
  agent: { id: `i-${id}`, varBase: '/var' },
});

/** The file of kernels of an agent that runs from an environment. */
function registry(environment: string): string {
  const source = `/e/${environment}/lib/python3.12/site-packages/ai/backend/agent/agent.py`;
  return `/var/last_registry.${createHash('md5').update(source).digest('hex').slice(0, 12)}.dat`;
}
export const [old, newer] = [registry('old'), registry('new')];
export const byId = '/var/last_registry.i-a1.dat';
export const configuration = '/etc/a1.toml';

interface Given {
  readonly files?: Readonly<Record<string, string | SimulatedFile>>;
  readonly state?: Partial<SimulatedState>;
  readonly members?: readonly string[];
  readonly params?: Partial<FilesParams>;
  readonly from?: string;
  readonly to?: string;
}

/** A stopped agent with an old and a new environment, and its files captured and put back as a test asks for it. */
export function simulatedAgent(
  runFolder: string,
  { files = {}, state = {}, members = ['a1'], params = {}, from = '24.03.11', to = '24.09.4' }: Given,
) {
  const given: FilesParams = {
    hop: 1,
    member: 'a1',
    component: 'agent',
    locations: {
      'agent.var-base-path': '/var',
      'agent.ipc-base-path': '/ipc',
      'container.scratch-root': '/scratches',
      configuration,
    },
    from: { environment: '/e/old', version: from },
    to: { environment: '/e/new', version: to },
    restoresData: true,
    ...params,
  };
  const now = simulatedState({
    active: false,
    environment: '/e/old',
    configuration: '',
    files: new Map(
      Object.entries({
        '/e/old/lib/python3.12/site-packages/x': '',
        '/e/new/lib/python3.12/site-packages/x': '',
        ...files,
      }).map(([path, file]) => [path, typeof file === 'string' ? { content: file } : file]),
    ),
    ...state,
  });
  const context = simulatedContext(
    runFolder,
    { components: members.map(agent) } as unknown as Inventory,
    now,
  );
  const isFile = (path: string) => now.files.get(path)?.kind !== 'folder';
  const kept = () => [...now.files.keys()].filter((path) => path.includes('/.baiup/') && isFile(path)).sort();
  return {
    now,
    given,
    context,
    kept,
    text: (path: string) => now.files.get(path)?.content,
    write: (path: string, content: string) => now.files.set(path, { content }),
    apply: async () => {
      const result = await filesCapture.apply(given, context, 'todo');
      await filesCapture.verify(given, context);
      return result;
    },
    probe: (attempted = false) => filesCapture.probe(given, context, attempted),
    settles: async () => filesCapture.settles?.(given, context),
    undo: async () => {
      if (typeof filesCapture.undo !== 'function') throw new Error('it can be undone');
      return filesCapture.undo(given, context);
    },
  };
}
