import { expect, it } from 'vitest';
import { agentIds } from './agent-ids.ts';

const declared = { agent: { id: 'i-one', varBase: '/var' } };
const entry = (id: string) => `[[agents]]\n[agents.agent]\nid = "${id}"\nagent-sock-port = 6107\n`;

it.each<[string, string | undefined, readonly string[]]>([
  ['no file', undefined, ['i-one']],
  ['a file of one agent', '[agent]\nid = "i-other"\n', ['i-one']],
  [
    'a file of two',
    `[agent]\nmode = "dummy"\n${entry('i-lab-agent')}${entry('i-lab-agent-2')}`,
    ['i-lab-agent', 'i-lab-agent-2'],
  ],
  ['an entry without id', '[[agents]]\n[agents.agent]\nagent-sock-port = 6107\n', ['i-one']],
  ['a file that nobody can read', '[[agents', ['i-one']],
])('%s', (_what, text, ids) => {
  expect(agentIds(declared, text)).toEqual(ids);
});

it('are none for what is no agent', () => {
  expect(agentIds({}, entry('i-one'))).toEqual([]);
});
