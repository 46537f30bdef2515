import { Duplex } from 'node:stream';
import { deadline } from '../../lib/wait.ts';
import { waiting } from '../../lib/waiting.ts';
import type { FarDoor } from './far-door.ts';
import type { NetAddress } from './network-port.ts';
import type { HostReader } from './port.ts';
import { requestThrough } from './request-through.ts';

const sigterm = 15;

/** A connection that begins at the far end. */
async function dial(door: FarDoor, address: NetAddress, timeoutMs: number): Promise<Duplex> {
  return door.reading(async ({ call }) => {
    const opened = Promise.withResolvers<void>();
    const dialled = call({ do: 'dial', ...address, ms: timeoutMs }, undefined, {
      news: () => opened.resolve(),
      out: (_stream, data) =>
        new Promise<void>((taken) => {
          if (stream.push(data)) taken();
          else resume = taken;
        }),
    });
    let resume: () => void = () => undefined;
    const stream = new Duplex({
      read: () => resume(),
      write: (part: Buffer, _encoding, done) => void dialled.tell(part).then(() => done(), done),
      final: (done) => {
        dialled.end();
        done();
      },
      destroy: (error, done) => {
        dialled.cut(sigterm);
        resume();
        done(error);
      },
    });
    dialled.done.then(
      () => stream.push(null),
      (error: Error) => {
        opened.reject(error);
        stream.destroy(error);
      },
    );
    stream.on('error', () => undefined);
    await opened.promise;
    return stream;
  });
}

/** The network as a host at the far end of a channel sees it. */
export function farNetwork(door: FarDoor): Pick<HostReader, 'http' | 'connect' | 'accepts'> {
  return {
    connect: (address, timeoutMs) => dial(door, address, timeoutMs),
    accepts: async (address, timeoutMs) =>
      (await door.reading((side) => side.call({ do: 'accepts', ...address, ms: timeoutMs }).done)).ok ===
      true,
    http: ({ url, headers = {}, trust, timeoutMs }) =>
      waiting({ what: `${url} to answer`, timeoutMs }, async () => {
        const signal = deadline(timeoutMs);
        const through = (address: NetAddress) => dial(door, address, timeoutMs);
        return requestThrough(through, { url, headers, trust, signal });
      }),
  };
}
