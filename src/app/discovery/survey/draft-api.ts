import type { Inventory } from '../../../core/cluster/inventory.ts';
import { componentNamed } from '../../../core/components/index.ts';
import { valueUnder } from '../../../core/configuration/value-under.ts';
import { hostInUrl } from '../../../lib/host-in-url.ts';
import type { ClusterAnswers } from './ask-cluster.ts';
import { balancersIn } from './balancers-in.ts';
import { tableIn } from './endpoint-in.ts';
import type { DraftMember } from './found-cluster.ts';
import { type DraftPart, type Ground, outward } from './ground.ts';
import { reachedThrough, throughText } from './reached-through.ts';

interface Url {
  readonly url: string;
  readonly remarks: readonly string[];
}

const managersOf = (members: readonly DraftMember[]) =>
  members.filter(({ written }) => written.component === 'manager');

const portOf = ({ written }: DraftMember): number | undefined =>
  (written['endpoint'] as { port?: number } | undefined)?.port;

const haproxy = '/etc/haproxy/haproxy.cfg';

/** HAProxy on one of the hosts, in front of the managers. */
async function behindBalancer(members: readonly DraftMember[], ground: Ground): Promise<Url | undefined> {
  const ports = new Set(managersOf(members).map(portOf));
  for (const host of ground.looked) {
    const text = await ground
      .reader(host)
      .readText(haproxy)
      .catch(() => undefined);
    const found = balancersIn(text ?? '').find(({ servers }) => servers.some(({ port }) => ports.has(port)));
    const bind = found?.binds[0];
    if (!found || !bind) continue;
    const url = `${bind.isTls ? 'https' : 'http'}://${hostInUrl(outward(bind.host, host, ground))}:${bind.port}`;
    const servers = found.servers.map((each) => `${each.host}:${each.port}`).join(', ');
    return { url, remarks: [`HAProxy on ${host} stands in front of ${servers}`] };
  }
  return undefined;
}

/** Where a webserver finds the API. */
function asWebserverHasIt(members: readonly DraftMember[], ground: Ground): Url | undefined {
  for (const { written, found } of members) {
    if (written.component !== 'webserver') continue;
    const told = valueUnder(tableIn(found.configText), 'api.endpoint');
    const all = typeof told === 'string' ? told.split(',').map((each) => URL.parse(each.trim())) : [];
    const [first, ...more] = all.filter((each) => each !== null);
    if (!first) continue;
    const address = first.hostname.replace(/^\[|\]$/g, '');
    first.hostname = hostInUrl(outward(address, written.host, ground));
    const many = more.length > 0 ? [`it names ${more.length + 1} addresses; this is the first`] : [];
    return { url: first.origin, remarks: [`as webserver ${written.id} has it`, ...many] };
  }
  return undefined;
}

const yes = /^(t|true|y|yes|on|1|1\.0)$/i;

function ofManager(members: readonly DraftMember[], ground: Ground): Url | undefined {
  const [first, ...more] = managersOf(members);
  if (!first) return undefined;
  const { host, port } = first.written['endpoint'] as { host: string; port: number };
  const { tls } = componentNamed('manager');
  const isTls = tls !== undefined && yes.test(String(valueUnder(tableIn(first.found.configText), tls.on)));
  const url = `${isTls ? 'https' : 'http'}://${hostInUrl(outward(host, first.written.host, ground))}:${port}`;
  const only = `that of ${first.written.id} alone: no load balancer was found in front of ${more.length + 1} managers`;
  return { url, remarks: more.length > 0 ? [only] : [] };
}

type Keys = Pick<Inventory, 'api' | 'proof'>;

/** An address that this machine does not reach goes through a manager's host. */
async function viaOf(
  url: string,
  members: readonly DraftMember[],
  ground: Ground,
): Promise<string | undefined> {
  const { hostname, port, protocol } = new URL(url);
  const usual = protocol === 'https:' ? 443 : 80;
  const address = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? usual : Number(port),
  };
  if (await ground.accepts(address)) return undefined;
  for (const { written } of managersOf(members)) {
    const through = await reachedThrough(written.host, [address], ground);
    if (through) return through.via;
  }
  return undefined;
}

/** The API with a key pair for it, and what the proof of an upgrade asks for. */
export async function draftApi(
  members: readonly DraftMember[],
  { database }: ClusterAnswers,
  ground: Ground,
): Promise<DraftPart<Keys>> {
  const found =
    (await behindBalancer(members, ground)) ??
    asWebserverHasIt(members, ground) ??
    ofManager(members, ground);
  const { url, remarks } = found ?? { url: 'http://127.0.0.1:8081', remarks: ['guessed'] };
  const known = 'agents' in database ? database : undefined;
  const via = await viaOf(url, members, ground);
  const said = via === undefined ? remarks : [...remarks, throughText(via)];
  const accessKey = ground.accessKey ?? known?.accessKey?.answer;
  const isOfDatabase = ground.accessKey === undefined && accessKey !== undefined;
  const image = known?.used ?? known?.image;
  const groups = (known?.agents ?? []).flatMap(({ scaling_group: group }) => group ?? []);
  const scalingGroup = groups.find((group) => group === 'default') ?? groups[0] ?? 'default';
  const guessed = (text: string) => [`guessed: ${text}`];
  return {
    keys: {
      api: {
        url,
        ...(via === undefined ? {} : { via }),
        accessKey: accessKey ?? 'AKIAIOSFODNN7EXAMPLE',
        secretKey: isOfDatabase ? { from: 'database' } : { env: 'BACKEND_SECRET_KEY' },
      },
      proof: {
        image: image?.answer ?? 'cr.backend.ai/stable/python:3.9-ubuntu20.04',
        architecture: image?.architecture ?? 'x86_64',
        scalingGroup,
      },
    },
    remarks: {
      ...(said.length > 0 ? { 'api.url': said } : {}),
      'api.accessKey':
        accessKey === undefined
          ? guessed('put a superadmin’s here')
          : ground.accessKey === undefined
            ? guessed('a superadmin’s of the database')
            : [],
      'api.secretKey': isOfDatabase
        ? ['not copied: it is read from the database when it is needed']
        : ['not copied: export BACKEND_SECRET_KEY before you run baiup'],
      'proof.image': image
        ? guessed(known?.used ? 'the image of the last session' : 'an image that the cluster knows')
        : guessed('any image that the agents have'),
      'proof.scalingGroup': groups.length > 0 ? [] : guessed('no agent was seen'),
    },
  };
}
