import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { freePorts } from '../../src/io/services/free-ports.ts';
import { waitFor } from '../../src/lib/wait.ts';
import type { Certified } from './authority.ts';

/** An etcd that speaks TLS alone. */
export interface TlsEtcd {
  readonly port: number;
  end(): Promise<void>;
}

async function listening(running: ChildProcessByStdio<null, null, Readable>, port: number): Promise<TlsEtcd> {
  let said = '';
  running.stderr.on('data', (text) => {
    said = `${said}${text}`.slice(-4000);
  });
  const listens = async () => {
    if (running.exitCode !== null) throw new Error(`etcd ended: ${said}`);
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => undefined,
    );
    socket.destroy();
    return isOpen;
  };
  await waitFor(listens, { timeoutMs: 30_000, everyMs: 20, what: 'etcd to listen' });
  return {
    port,
    end: async () => {
      if (running.exitCode !== null) return;
      running.kill('SIGKILL');
      await once(running, 'exit');
    },
  };
}

/** @param ca whom it trusts: it asks for a certificate of its clients */
export async function tlsEtcd(
  program: string,
  folder: string,
  { cert, key }: Certified,
  ca?: string,
): Promise<TlsEtcd> {
  const [port = 0, peerPort = 0] = await freePorts(2);
  const [client, peer] = [`https://127.0.0.1:${port}`, `http://127.0.0.1:${peerPort}`];
  const running = spawn(
    program,
    [
      ...['--name', 'tls', '--data-dir', join(folder, `etcd-${port}`), '--log-level', 'error'],
      ...['--listen-client-urls', client, '--advertise-client-urls', client],
      ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer],
      ...['--initial-cluster', `tls=${peer}`, '--cert-file', cert, '--key-file', key],
      ...(ca === undefined ? [] : ['--client-cert-auth', '--trusted-ca-file', ca]),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  return listening(running, port);
}

/** What managers reach such an etcd by: they speak no TLS with it. The certificate that it shows has no common name. */
export async function grpcProxy(
  program: string,
  etcd: number,
  ca: string,
  { cert, key }: Certified,
): Promise<TlsEtcd> {
  const [port = 0] = await freePorts(1);
  const argv = [
    ...['grpc-proxy', 'start', '--listen-addr', `127.0.0.1:${port}`],
    ...['--endpoints', `https://127.0.0.1:${etcd}`, '--cacert', ca, '--cert', cert, '--key', key],
  ];
  return listening(spawn(program, argv, { stdio: ['ignore', 'ignore', 'pipe'] }), port);
}
