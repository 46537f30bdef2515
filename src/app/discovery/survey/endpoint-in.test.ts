import { expect, it } from 'vitest';
import type { ComponentName } from '../../../core/cluster/inventory.ts';
import { endpointIn } from './endpoint-in.ts';

const none = new Map<string, string>();

it.each<[string, ComponentName, string, object]>([
  [
    'a table',
    'manager',
    '[manager]\nservice-addr = { host = "10.0.0.1", port = 8081 }',
    { host: '10.0.0.1', port: 8081 },
  ],
  ['a text', 'storage-proxy', '[api.manager]\nservice-addr = "s1:6022"', { host: 's1', port: 6022 }],
  [
    'an address of version 6',
    'agent',
    '[agent]\nrpc-listen-addr = "[fd00::1]:6001"',
    { host: 'fd00::1', port: 6001 },
  ],
  [
    'keys of their own',
    'webserver',
    '[service]\nip = "10.0.0.2"\nport = 8090',
    { host: '10.0.0.2', port: 8090 },
  ],
  ['a port alone', 'wsproxy', '[wsproxy]\nbind_api_port = 5051', { host: '0.0.0.0', port: 5051 }],
  [
    'what others are told before what it binds',
    'app-proxy-coordinator',
    '[proxy_coordinator]\nbind_addr = "0.0.0.0:10200"\nadvertised_addr = "pc:443"',
    { host: 'pc', port: 443 },
  ],
  ['nothing', 'manager', '', { host: '0.0.0.0', port: 8080, key: undefined }],
  ['nothing of what it must tell', 'storage-proxy', 'no TOML =', { port: undefined }],
])('reads an endpoint of %s', (_what, component, text, found) => {
  expect(endpointIn(component, text, none)).toMatchObject(found);
});

it('lets a variable win', () => {
  const variables = new Map([['BACKEND_AGENT_PORT', '6101']]);
  const text = '[agent]\nrpc-listen-addr = { host = "10.0.0.1", port = 6001 }';
  expect(endpointIn('agent', text, variables)).toMatchObject({ host: '10.0.0.1', port: 6101 });
});
