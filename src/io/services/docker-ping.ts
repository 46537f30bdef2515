import { request } from 'node:http';

/** Whether a Docker daemon answers at a Unix socket. @throws Error why it does not */
export function dockerPing(socket: string, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: socket, path: '/_ping', timeout: timeoutMs }, (answer) => {
      answer.resume();
      if (answer.statusCode === 200) resolve();
      else reject(new Error(`${socket} answers ${answer.statusCode}`));
    });
    asked.once('timeout', () => asked.destroy(new Error(`${socket} does not answer`)));
    asked.once('error', reject);
    asked.end();
  });
}
