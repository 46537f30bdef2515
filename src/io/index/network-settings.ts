import { usageError } from '../../lib/errors.ts';
import type { Variables } from '../../lib/variables.ts';

/** How the operator's machine reaches the network, as pip and uv are told. */
export interface NetworkSettings {
  /** A file or folder of certificates that are trusted instead of the machine's own, and who says so. */
  readonly certificates?: { readonly path: string; readonly saidBy: string };
  /** A file with a certificate of our own and its key. */
  readonly clientCertificate?: string;
  /** Variables as Node.js' agents take them. */
  readonly proxy: Readonly<Record<string, string>>;
  /** `HOST` or `HOST:PORT` whose certificates are not looked at. */
  readonly insecureHosts: readonly string[];
}

/** What pip's and uv's configuration says of the network, by pip's names. */
export interface NetworkHints {
  readonly cert?: string;
  readonly 'client-cert'?: string;
  readonly proxy?: string;
  readonly 'trusted-host'?: string;
  /** uv's own list. */
  readonly insecureHosts: readonly string[];
}

const words = (text: string | undefined): string[] => (text ?? '').split(/\s+/).filter((word) => word !== '');

/** A variable in either case; the lower one wins, as everywhere. */
const either = (env: Variables, name: string): string | undefined =>
  env[name.toLowerCase()] || env[name] || undefined;

/** An address as pip allows it: without a scheme it is http. @throws BaiupError `index.proxy` (exit 64) */
function proxyAddress(text: string): string {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (/^https?:/i.test(address) && URL.canParse(address)) return address;
  throw usageError(
    'index.proxy',
    `"${address.replace(/\/\/[^/]*@/, '//***@')}" is not a usable proxy: only http:// and https:// are`,
    'set HTTPS_PROXY to one of those, or NO_PROXY to what needs none',
  );
}

/** A bare domain means its hosts as well, as curl, pip and uv have it; Node.js takes it for one host alone. */
function withSubdomains(list: string): string {
  const entries = list.split(',').map((entry) => entry.trim());
  const isName = (entry: string) => /^[a-z][\w-]*(\.[\w-]+)+$/i.test(entry);
  return entries.flatMap((entry) => (isName(entry) ? [entry, `.${entry}`] : [entry])).join(',');
}

function proxyVariables(env: Variables, proxy: string | undefined): Record<string, string> {
  const all = either(env, 'ALL_PROXY') ?? (proxy || undefined);
  const [http, https, none] = [
    either(env, 'HTTP_PROXY') ?? all,
    either(env, 'HTTPS_PROXY') ?? all,
    either(env, 'NO_PROXY'),
  ];
  return {
    ...(http ? { HTTP_PROXY: proxyAddress(http) } : {}),
    ...(https ? { HTTPS_PROXY: proxyAddress(https) } : {}),
    ...(none ? { NO_PROXY: withSubdomains(none) } : {}),
  };
}

/**
 * Certificates and proxies: uv's and the shell's variables, then pip's own settings, then the variables of the
 * libraries that pip is made of. @throws BaiupError `index.proxy` (exit 64)
 */
export function networkSettings(hints: NetworkHints, env: Variables): NetworkSettings {
  const locations: readonly (readonly [string | undefined, string])[] = [
    [env['SSL_CERT_FILE'], 'SSL_CERT_FILE'],
    [hints.cert, "pip's setting cert"],
    [env['REQUESTS_CA_BUNDLE'], 'REQUESTS_CA_BUNDLE'],
    [env['CURL_CA_BUNDLE'], 'CURL_CA_BUNDLE'],
  ];
  const [path, saidBy] = locations.find(([each]) => each) ?? [];
  const client = env['SSL_CLIENT_CERT'] || hints['client-cert'];
  return {
    ...(path && saidBy ? { certificates: { path, saidBy } } : {}),
    ...(client ? { clientCertificate: client } : {}),
    proxy: proxyVariables(env, hints.proxy),
    insecureHosts: [
      ...words(env['UV_INSECURE_HOST']),
      ...hints.insecureHosts,
      ...words(hints['trusted-host']),
    ],
  };
}
