import { BaiupError } from '../src/lib/errors.ts';
import type { SandboxProgress } from '../src/sandbox/sandbox.ts';
import { demo } from './lab/demo.ts';
import { labDown } from './lab/down.ts';
import type { Shape } from './lab/hosts.ts';
import { shapes } from './lab/hosts.ts';
import { layoutOf } from './lab/layout.ts';
import { loadLab } from './lab/record.ts';
import { labStatus, statusTable } from './lab/status.ts';
import { labUp } from './lab/up.ts';
import { CommandFailed } from './lib/baiup.ts';
import { scriptWords } from './lib/script-words.ts';

const { values, positionals, refuse } = scriptWords(
  `A lab of real hosts on this machine, by systemd-nspawn: each with its own systemd, sshd and address.

npm run lab up|down|status|demo [-- --name NAME] [--shape whole|small|single|pair] [--at RELEASE]

  up       brings it up, or goes on where it broke off; ends with the hosts and how to log in
  down     removes everything of it
  status   its hosts and their units
  demo     an upgrade of the whole lab over SSH, and back`,
  {
    allowPositionals: true,
    options: {
      name: { type: 'string', default: 'lab' },
      shape: { type: 'string', default: 'whole' },
      at: { type: 'string', default: '24.03.10' },
    },
  },
);

const { name, shape, at: version } = values;
const isShape = (text: string): text is Shape => Object.hasOwn(shapes, text);
if (!isShape(shape)) refuse(`There is no shape "${shape}": ${Object.keys(shapes).join(', ')}.`);

const onProgress = ({ step, state, seconds }: SandboxProgress): void => {
  if (state === 'finished') console.error(`✓ ${step} (${seconds} s)`);
};

const verbs: Readonly<Record<string, () => Promise<void>>> = {
  up: async () => {
    const lab = await labUp({ name, shape: shape as Shape, version, onProgress });
    console.log(statusTable(lab, await labStatus(lab)));
  },
  status: async () => {
    const lab = await loadLab(layoutOf(name));
    if (!lab) throw new BaiupError('lab.unknown', `There is no lab "${name}".`, { hint: 'npm run lab up' });
    console.log(statusTable(lab, await labStatus(lab)));
  },
  demo: async () => {
    const wrong = await demo(await labUp({ name, shape: 'whole', version, onProgress }));
    const login = name === 'lab' ? '' : ` -- --name ${name}`;
    console.log(`The lab stays up: npm run lab down${login} removes it.`);
    if (wrong.length > 0) process.exitCode = 1;
  },
  down: async () => {
    const { existed } = await labDown(name);
    console.log(existed ? `The lab "${name}" is gone.` : `There is no lab "${name}".`);
  },
};

const [verb = ''] = positionals;
const action = verbs[verb] ?? refuse(verb === '' ? 'What is to be done?' : `There is no "${verb}".`);
try {
  await action();
} catch (error) {
  if (!(error instanceof BaiupError || error instanceof CommandFailed)) throw error;
  console.error(error.message);
  if (error instanceof BaiupError && error.hint) console.error(`Next: ${error.hint}`);
  process.exitCode = 1;
}
