import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be cut: also between what was asked and its answer. */
export interface CutProxy {
  readonly port: number;
  /** Bytes that were asked so far. */
  asked(): number;
  /** From now on what the server answers is lost, and the connection with it. */
  loseAnswers(): void;
  /** Goes on as before, for new connections. */
  mend(): void;
  /** Refuses everybody, and cuts who is there. */
  cut(): void;
  close(): Promise<void>;
}

export async function cutProxy(to: { readonly host: string; readonly port: number }): Promise<CutProxy> {
  let state: 'through' | 'mute' | 'cut' = 'through';
  let asked = 0;
  const sockets = new Set<Socket>();
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((near) => {
    if (state === 'cut') {
      near.destroy();
      return;
    }
    const far = connect(to);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (bytes) => {
      asked += bytes.length;
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (state === 'through') near.write(bytes);
      else drop();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    asked: () => asked,
    loseAnswers: () => {
      state = 'mute';
    },
    mend: () => {
      state = 'through';
    },
    cut: () => {
      state = 'cut';
      drop();
    },
    close: async () => {
      drop();
      server.close();
      await once(server, 'close');
    },
  };
}
