import { describe, expect, it } from 'vitest';
import { manager } from '../components/manager.ts';
import { seenLocations, winningVariables } from './seen-locations.ts';

const overrides = manager.overrides ?? {};
const file = `
[etcd]
namespace = "local"
addr = { host = "127.0.0.1", port = 1 }
[db]
addr = "10.0.0.5:5432"
name = "backend"
user = "bai"
password = "of the file"
`;

describe('where a manager finds its etcd and its database', () => {
  it('its file says so', () => {
    expect(seenLocations(file, overrides, {})).toEqual({
      etcd: { namespace: 'local', host: '127.0.0.1', port: 1 },
      database: { host: '10.0.0.5', port: 5432, name: 'backend', user: 'bai', password: 'of the file' },
    });
  });

  it.each([
    [{ BACKEND_NAMESPACE: 'prod' }, { namespace: 'prod', host: '127.0.0.1', port: 1 }],
    [{ BACKEND_ETCD_ADDR: '[::1]:2379' }, { namespace: 'local', host: '::1', port: 2379 }],
    [
      { BACKEND_ETCD_USER: 'root', BACKEND_ETCD_PASSWORD: '' },
      { user: 'root', password: '' },
    ],
  ])('%j wins over it', (variables, etcd) => {
    expect(seenLocations(file, overrides, variables).etcd).toMatchObject(etcd);
  });

  it('its name may tell the driver how it is secured', () => {
    const seen = seenLocations(file.replace('"backend"', '"backend?ssl=require"'), overrides, {});
    expect(seen.database).toMatchObject({ name: 'backend', ssl: 'require' });
  });

  it('variables win over a file that says nothing', () => {
    const seen = seenLocations('[db]\nname = "x"', overrides, {
      BACKEND_DB_NAME: 'y',
      BACKEND_NAMESPACE: 'z',
    });
    expect(seen).toEqual({ database: { name: 'y' }, etcd: { namespace: 'z' } });
  });

  it.each([
    ['nothing', ''],
    ['no TOML', '= ='],
    ['no section', '[manager]\nnum-proc = 1'],
  ])('a file with %s tells nothing', (_, text) => {
    expect(seenLocations(text, overrides, {})).toEqual({});
  });

  it('variables that a component does not read win over nothing', () => {
    expect(winningVariables({}, { BACKEND_NAMESPACE: 'x' })).toEqual([]);
    expect(winningVariables(overrides, { BACKEND_NAMESPACE: 'x', BACKEND_DB_NAME: 'y', HOME: '/' })).toEqual([
      { name: 'BACKEND_DB_NAME', key: 'db.name' },
      { name: 'BACKEND_NAMESPACE', key: 'etcd.namespace' },
    ]);
  });
});
