import { expect, it } from 'vitest';
import type { FoundMember } from './found.ts';
import { secretIn } from './secret-in.ts';

const found = (variables: readonly string[], file?: string): FoundMember => ({
  ...{
    host: 'h1',
    component: 'manager',
    service: { unit: 'm.service' },
    pid: 1,
    isActive: true,
    isEnabled: true,
    user: 'bai',
  },
  ...{ workdir: '/m', environment: undefined, version: undefined, config: '/m/manager.toml', configText: '' },
  variables: new Map(variables.map((name) => [name, 'very-secret'])),
  variableFiles: new Map(file === undefined ? [] : variables.map((name) => [name, file])),
  remarks: [],
});

it.each([
  ['its file', found(['OTHER']), { from: 'm1', file: '/m/manager.toml', key: 'db.password' }],
  [
    'a file of variables',
    found(['BACKEND_DB_PASSWORD'], '/etc/m.env'),
    { from: 'm1', file: '/etc/m.env', key: 'BACKEND_DB_PASSWORD' },
  ],
  ['a variable of its unit', found(['BACKEND_DB_PASSWORD']), { env: 'BACKEND_DB_PASSWORD' }],
])('is named where a manager has it: in %s', (_what, member, source) => {
  expect(secretIn(member, 'm1', 'db.password')).toEqual(source);
});
