import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { BaiupError, exitCode, messageOf } from '../../lib/errors.ts';

/** What a connection may cost: a request comes whole within these milliseconds, or not at all. */
const limits = {
  headersTimeout: 5_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384,
};
const mostConnections = 1_000;

export interface ListenOptions {
  readonly listen: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** PEM texts. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  readonly fetch: (request: Request, env: never) => Response | Promise<Response>;
}

export interface Listening {
  readonly port: number;
  readonly end: () => Promise<void>;
}

function notListening(listen: string, port: number, error: NodeJS.ErrnoException): BaiupError {
  const isTaken = error.code === 'EADDRINUSE';
  const why = isTaken ? 'another program has it' : messageOf(error);
  return new BaiupError('serve.port', `cannot listen at ${listen}:${port}: ${why}`, {
    exit: exitCode.failed,
    hint: 'name another port: baiup serve --port 0 takes any free one',
    left: 'nothing was changed',
  });
}

/** @throws BaiupError `serve.port`, `serve.certificate` */
export async function listen({ listen: host, port, tls, fetch }: ListenOptions): Promise<Listening> {
  const answer = getRequestListener(fetch as Parameters<typeof getRequestListener>[0], {
    overrideGlobalObjects: false,
  });
  const open = (): Server & { requestTimeout: number } =>
    tls ? createSecureServer({ ...limits, ...tls }, answer) : createServer(limits, answer);
  let server: ReturnType<typeof open>;
  try {
    server = open();
  } catch (error) {
    throw new BaiupError('serve.certificate', `the certificate cannot be used: ${messageOf(error)}`, {
      hint: 'name a certificate and its key, both as PEM',
    });
  }
  server.maxConnections = mostConnections;
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(notListening(host, port, error)));
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Streams never end by themselves.
        for (const socket of sockets) socket.destroy();
      }),
  };
}
