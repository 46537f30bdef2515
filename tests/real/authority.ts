import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A certificate and its key, as files. */
export interface Certified {
  readonly cert: string;
  readonly key: string;
}

interface Asked {
  /** `/CN=db.example` */
  readonly subject: string;
  /** As openssl has it: `DNS:db.example,IP:127.0.0.1`. */
  readonly names?: string;
  /** What it may prove; both sides unless told. */
  readonly use?: 'serverAuth' | 'clientAuth' | 'serverAuth,clientAuth';
  /** Days that it is valid from now on; below 0 it has expired. */
  readonly days?: number;
}

/** An authority of our own. */
export interface Authority {
  /** The path of its certificate. */
  readonly ca: string;
  issue(name: string, asked: Asked): Promise<Certified>;
}

const run = promisify(execFile);
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export async function makeAuthority(folder: string, name = 'ca'): Promise<Authority> {
  const at = (file: string): string => join(folder, file);
  const [ca, caKey] = [at(`${name}.pem`), at(`${name}.key`)];
  const own = ['-days', '30', '-subj', `/CN=${name}`, '-keyout', caKey, '-out', ca];
  await run('openssl', ['req', '-x509', ...newKey, ...own]);
  return {
    ca,
    issue: async (file, { subject, names, use = 'serverAuth,clientAuth', days = 30 }) => {
      const [cert, key, request, extensions] = ['pem', 'key', 'csr', 'ext'].map((end) =>
        at(`${file}.${end}`),
      );
      if (!cert || !key || !request || !extensions) throw new Error('four files');
      await run('openssl', ['req', ...newKey, '-subj', subject, '-keyout', key, '-out', request]);
      const alternatives = names === undefined ? '' : `subjectAltName=${names}\n`;
      await writeFile(extensions, `${alternatives}extendedKeyUsage=${use}\n`);
      // Each its own number: a file that counts them is torn where two are issued at once.
      const serial = `0x1${randomBytes(8).toString('hex')}`;
      const signed = ['-CA', ca, '-CAkey', caKey, '-set_serial', serial, '-days', String(days)];
      await run('openssl', ['x509', '-req', '-in', request, ...signed, '-extfile', extensions, '-out', cert]);
      return { cert, key };
    },
  };
}

/** What a file of it holds. */
export const pem = (path: string): Promise<string> => readFile(path, 'utf8');
