import { expect, it } from 'vitest';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import type { SimulatedFile } from '../../io/hosts/simulated-file.ts';
import { sweepSockets } from './sweep-sockets.ts';

const socket = (name: string) => ({ location: 'agent.ipc-base-path', name, path: `/ipc/${name}`, size: 0 });

/** Sockets on a host whose list of open ones is this. */
function world(open: string | undefined, ...names: readonly string[]) {
  const files = new Map<string, SimulatedFile>(
    names.map((name) => [`/ipc/${name}`, { content: '', kind: 'socket' }]),
  );
  if (open !== undefined) files.set('/proc/net/unix', { content: open });
  const asked: string[] = [];
  const there = simulatedHost('h1', files);
  const readText: typeof there.readText = async (path) => {
    asked.push(path);
    return there.readText(path);
  };
  const left = (): string[] => [...files.keys()].filter((path) => path.startsWith('/ipc/'));
  return { host: { ...there, readText }, sockets: names.map(socket), left, asked };
}

it('removes those that nobody listens on, whatever the path that others were bound by', async () => {
  const open = [
    'Num RefCount Protocol Flags Type St Inode Path',
    '0000: 00000002 00000000 00010000 0001 01 11 /tmp/elsewhere/one.sock  ',
    '0000: 00000002 00000000 00010000 0001 01 12 ./ipc/two.sock',
    '0000: 00000002 00000000 00010000 0001 01 13',
    '',
  ].join('\n');
  const { host, sockets, left } = world(open, 'one.sock', 'two.sock', 'three.sock', 'four.sock');
  expect(await sweepSockets(host, sockets)).toEqual(['/ipc/three.sock', '/ipc/four.sock']);
  expect(left()).toEqual(['/ipc/one.sock', '/ipc/two.sock']);
});

it('removes none where nobody knows who listens', async () => {
  const { host, sockets, left } = world(undefined, 'one.sock');
  expect(await sweepSockets(host, sockets)).toEqual([]);
  expect(left()).toEqual(['/ipc/one.sock']);
});

it('asks nothing of a host without sockets', async () => {
  const { host, asked } = world('');
  expect(await sweepSockets(host, [])).toEqual([]);
  expect(asked).toEqual([]);
});
