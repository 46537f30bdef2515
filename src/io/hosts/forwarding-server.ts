import { createServer, type Server } from 'node:net';
import { type Duplex, PassThrough, type Transform } from 'node:stream';

/**
 * Connects whoever comes to something else.
 * @param connect makes a connection for each of them
 * @param heard what becomes of what the far end says; nothing unless told
 */
export function forwardingServer(
  connect: () => Promise<Duplex>,
  heard: () => Transform = () => new PassThrough(),
): Server {
  const server = createServer({ allowHalfOpen: true }, (near) => {
    near.on('error', () => near.destroy());
    connect().then(
      (far) => {
        const said = heard();
        far.on('error', () => near.destroy());
        far.on('close', () => said.end());
        said.on('end', () => near.destroySoon());
        near.on('close', () => far.destroy());
        near.pipe(far);
        far.pipe(said).pipe(near);
      },
      () => near.destroy(),
    );
  });
  return server.unref();
}
