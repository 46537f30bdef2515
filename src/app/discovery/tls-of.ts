import { isAbsolute, join } from 'node:path';
import { parse } from 'smol-toml';
import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import { componentNamed } from '../../core/components/index.ts';
import { valueUnder } from '../../core/configuration/value-under.ts';
import type { TlsTrust } from '../../io/hosts/network-port.ts';
import type { HostReader } from '../../io/hosts/port.ts';

/** As the vendor's readers take a yes. */
const yes = /^(t|true|y|yes|on|1|1\.0)$/i;

/** Whether a component's endpoint speaks TLS, and the certificate that its configuration names. */
function declared(
  { component }: Member,
  text: string | undefined,
): { readonly certificate: unknown } | undefined {
  const { tls } = componentNamed(component);
  if (!tls || text === undefined) return undefined;
  try {
    const table = parse(text);
    return yes.test(String(valueUnder(table, tls.on)))
      ? { certificate: valueUnder(table, tls.certificate) }
      : undefined;
  } catch {
    // That it cannot be read is a finding of a check.
    return undefined;
  }
}

/** Whether a member's endpoint speaks TLS, by cluster.yaml or by its configuration. */
export function speaksTls(member: Member, text: string | undefined): boolean {
  return member.tls !== undefined || declared(member, text) !== undefined;
}

type Reader = Pick<HostReader, 'name' | 'readText'>;

/**
 * How a member's endpoint is trusted: as cluster.yaml says, else by the certificate of its own configuration. Undefined
 * where it speaks no TLS.
 * @throws Error where a certificate cannot be read
 */
export async function tlsOf(member: Member, host: Reader): Promise<TlsTrust | undefined> {
  const { id, tls, config, workdir, component } = member;
  if (tls === 'insecure') return tls;
  if (!tls && !componentNamed(component).tls) return undefined;
  const found = tls ? { certificate: tls } : declared(member, await host.readText(config));
  if (!found) return undefined;
  const { certificate } = found;
  // It speaks TLS with a certificate that this machine may know anyway.
  if (typeof certificate !== 'string') return { certificate: '' };
  const path = isAbsolute(certificate) ? certificate : join(workdir, certificate);
  const text = await host.readText(path).catch(() => undefined);
  if (text !== undefined) return { certificate: text };
  throw new Error(
    `it speaks TLS, and its certificate ${path} on ${host.name} cannot be read; set tls of ${id} in cluster.yaml to the path of a certificate to trust, or to insecure`,
  );
}

/** How the API is trusted: as cluster.yaml says, else by the certificates of the managers. */
export async function apiTrust(
  { api: { tls }, components }: Inventory,
  host: (name: string) => Reader,
  readOwn: (path: string) => Promise<string | undefined>,
): Promise<TlsTrust> {
  if (tls === 'insecure') return tls;
  if (tls) {
    const certificate = await readOwn(tls).catch(() => undefined);
    if (certificate !== undefined) return { certificate };
    throw new Error(`api.tls in cluster.yaml names ${tls}, which cannot be read`);
  }
  const managers = components.filter(({ component }) => component === 'manager');
  const trusts = await Promise.all(
    managers.map((each) => tlsOf(each, host(each.host)).catch(() => undefined)),
  );
  const certificates = trusts.flatMap((each) => (typeof each === 'object' ? [each.certificate] : []));
  return { certificate: certificates.join('\n') };
}
