import { readdir, readFile, stat } from 'node:fs/promises';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { join } from 'node:path';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { messageOf, usageError } from '../../lib/errors.ts';
import type { NetworkSettings } from './network-settings.ts';

/** Ways to the outside, made once and shared by all requests. */
export interface Network {
  agentFor(url: URL): HttpAgent;
}

const wholeCertificate = /-----BEGIN (TRUSTED )?CERTIFICATE-----[\s\S]+?-----END/;
const nothing: NetworkSettings = { proxy: {}, insecureHosts: [] };

async function readText(path: string, saidBy: string): Promise<string> {
  try {
    if (!(await stat(path)).isDirectory()) return await readFile(path, 'utf8');
    const names = (await readdir(path)).sort();
    const texts = await Promise.all(names.map((name) => readFile(join(path, name), 'utf8').catch(() => '')));
    return texts.join('\n');
  } catch (error) {
    const message = `${saidBy} names ${path}, which cannot be read: ${messageOf(error)}`;
    throw usageError('index.certificate-file', message, 'correct it, or take it away');
  }
}

/** @throws BaiupError `index.certificate-file` (exit 64) for a file that is missing or holds no certificates */
async function secureContext({ certificates, clientCertificate }: NetworkSettings): Promise<SecureContext> {
  const own = clientCertificate ? await readText(clientCertificate, 'the client certificate') : undefined;
  const ca = certificates
    ? await readText(certificates.path, certificates.saidBy)
    : [...getCACertificates('default'), ...getCACertificates('system')];
  try {
    // OpenSSL passes over what is cut off, and then trusts nobody.
    if (typeof ca === 'string' && !wholeCertificate.test(ca))
      throw new Error('it holds no complete certificate');
    return createSecureContext({ ca, ...(own ? { cert: own, key: own } : {}) });
  } catch (error) {
    const what = [certificates?.path, clientCertificate].filter(Boolean).join(' or ');
    throw usageError('index.certificate-file', `${what}: ${messageOf(error)}`, 'a PEM file is expected');
  }
}

/** Opens the operator's way to the network; nothing is sent yet. @throws BaiupError `index.certificate-file` (exit 64) */
export async function openNetwork(settings: NetworkSettings = nothing): Promise<Network> {
  const { proxy: proxyEnv, insecureHosts } = settings;
  const shared = { keepAlive: true, proxyEnv };
  const context = await secureContext(settings);
  const plain = new HttpAgent(shared);
  const secure = new HttpsAgent({ ...shared, secureContext: context });
  const blind = new HttpsAgent({ ...shared, secureContext: context, rejectUnauthorized: false });
  return {
    agentFor: ({ protocol, hostname, host }) => {
      if (protocol === 'http:') return plain;
      return insecureHosts.some((each) => each === hostname || each === host) ? blind : secure;
    },
  };
}
