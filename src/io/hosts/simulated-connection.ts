import { Duplex } from 'node:stream';
import type { HttpAnswer, HttpQuestion, NetAddress } from './network-port.ts';

/** A connection to something of a simulated host that answers HTTP: it hears one request and answers it. */
export function simulatedConnection(
  { host, port }: NetAddress,
  answer: (question: HttpQuestion) => HttpAnswer,
): Duplex {
  let heard = '';
  const stream: Duplex = new Duplex({
    read: () => undefined,
    write: (part: Buffer, _encoding, done) => {
      heard += part.toString();
      const [, path = '/'] = /^\w+ (\S+) HTTP\/1\.1\r\n[\s\S]*\r\n\r\n/.exec(heard) ?? [];
      if (heard.includes('\r\n\r\n')) {
        const { status, text } = answer({ url: `http://${host}:${port}${path}`, timeoutMs: 0 });
        const head = `HTTP/1.1 ${status} \r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close`;
        stream.push(`${head}\r\n\r\n${text}`);
        stream.push(null);
      }
      done();
    },
  });
  return stream;
}
