import { Transform } from 'node:stream';

const authentication = 'R'.charCodeAt(0);
const sasl = 10;
const header = 5;

/** The same message with no mechanism that is bound to TLS. */
function unbound(message: Buffer): Buffer {
  if (message.readInt32BE(header) !== sasl) return message;
  const names = message.toString('latin1', header + 4).split('\0');
  const body = Buffer.from(names.filter((name) => !name.endsWith('-PLUS')).join('\0'), 'latin1');
  const begin = Buffer.from(message.subarray(0, header + 4));
  begin.writeInt32BE(header + 4 - 1 + body.length, 1);
  return Buffer.concat([begin, body]);
}

/**
 * What a PostgreSQL server says over TLS, for a program that is connected without: it takes an offer to bind the password
 * to TLS for an attack, and ends. So that offer is left out, of the first message about who it is.
 * Source: AuthenticationSASL in "Message Formats" of PostgreSQL's documentation.
 */
export function withoutChannelBinding(): Transform {
  let held = Buffer.alloc(0);
  let isDone = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (isDone) return done(null, chunk);
      held = Buffer.concat([held, chunk]);
      const length = held.length < header ? Number.POSITIVE_INFINITY : 1 + held.readInt32BE(1);
      if (held[0] === authentication && held.length < length) return done();
      isDone = true;
      const message = held.subarray(0, length);
      const first = held[0] === authentication ? unbound(message) : message;
      done(null, Buffer.concat([first, held.subarray(length)]));
    },
    flush(done) {
      done(null, isDone ? undefined : held);
    },
  });
}
