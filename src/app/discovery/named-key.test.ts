import { expect, it } from 'vitest';
import { namedKey } from './named-key.ts';

const document = {
  components: [
    { id: 'm1', service: { unit: 'x' } },
    { component: 'agent', host: 'h2' },
    { id: 7, component: 'agent' },
    'a text',
  ],
  hooks: [{ name: 'chat' }],
};

it.each([
  ['the id of a member', ['components', 0, 'service', 'unit'], 'components.m1.service.unit'],
  ['the name of a hook', ['hooks', 0, 'webhook'], 'hooks.chat.webhook'],
  ['what a member without an id is, and where', ['components', 1, 'id'], 'components.(agent on h2).id'],
  ['what it is where its id is none', ['components', 2, 'id'], 'components.(agent).id'],
  ['its place where nothing is known', ['components', 3], 'components.3'],
  ['a key that is not there', ['database', 'host'], 'database.host'],
  ['nothing for the whole', [], ''],
])('a key has %s', (_what, path, expected) => {
  expect(namedKey(document, path)).toBe(expected);
});
