import { componentNamed } from '../../../core/components/index.ts';
import { seenLocations } from '../../../core/configuration/seen-locations.ts';
import { valueUnder } from '../../../core/configuration/value-under.ts';
import type { Finding } from '../../../lib/finding.ts';
import { endpointIn, tableIn } from './endpoint-in.ts';
import type { FoundMember } from './found.ts';

/** Port and namespace of the etcd that a component uses; hosts have several names. Undefined for one that uses none. */
function etcdOf({ component, configText, variables }: FoundMember): string | undefined {
  const { overrides = {} } = componentNamed(component);
  const { etcd } = seenLocations(configText ?? '', overrides, Object.fromEntries(variables));
  return etcd && `${etcd.namespace} at port ${etcd.port}`;
}

/** The port at which a webserver finds its managers. */
function apiPortOf({ component, configText }: FoundMember): number | undefined {
  if (component !== 'webserver') return undefined;
  const told = valueUnder(tableIn(configText), 'api.endpoint');
  const port = typeof told === 'string' ? URL.parse(told.split(',')[0] ?? '')?.port : undefined;
  return port ? Number(port) : undefined;
}

/** Where managers of this cluster listen, and those of others. */
function portsOfManagers(found: readonly FoundMember[], etcd: string) {
  const managers = found.filter(({ component }) => component === 'manager');
  const portsOf = (all: readonly FoundMember[]) =>
    new Set(all.map(({ configText, variables }) => endpointIn('manager', configText, variables).port));
  const isOwn = (each: FoundMember): boolean => etcdOf(each) === etcd;
  return { own: portsOf(managers.filter(isOwn)), others: portsOf(managers.filter((each) => !isOwn(each))) };
}

const reasonOf = (each: FoundMember, own: string): string => {
  const etcd = etcdOf(each);
  return etcd === undefined ? 'it asks the manager of that one' : `its etcd is ${etcd}, not ${own}`;
};

/** Several clusters may share hosts: those of the first manager's, and what is told of all others. */
export function ofOneCluster(found: readonly FoundMember[]): {
  readonly found: readonly FoundMember[];
  readonly findings: readonly Finding[];
} {
  const manager = found.find(({ component, obstacle }) => component === 'manager' && obstacle === undefined);
  const own = manager && etcdOf(manager);
  if (own === undefined) return { found, findings: [] };
  const ports = portsOfManagers(found, own);
  const isOwn = (each: FoundMember) => {
    const port = apiPortOf(each);
    const isOthers = port !== undefined && ports.others.has(port) && !ports.own.has(port);
    return (etcdOf(each) ?? own) === own && !isOthers;
  };
  const findings = found.flatMap((each): Finding[] =>
    isOwn(each)
      ? []
      : [
          {
            code: 'init.other-cluster',
            severity: 'warning',
            subject: `${each.component} on ${each.host}`,
            summary: `${each.component} on ${each.host} (${each.config}) is of another cluster than ${manager?.config}: ${reasonOf(each, own)}`,
            hint: 'a cluster file of its own: baiup init with the hosts of that cluster alone',
          },
        ],
  );
  return { found: found.filter(isOwn), findings };
}
