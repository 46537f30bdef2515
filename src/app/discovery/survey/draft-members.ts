import { resolve } from 'node:path';
import { agentIds } from '../../../core/cluster/agent-ids.ts';
import { componentNamed, components } from '../../../core/components/index.ts';
import { seenLocations } from '../../../core/configuration/seen-locations.ts';
import { valueUnder } from '../../../core/configuration/value-under.ts';
import type { HostReader } from '../../../io/hosts/port.ts';
import { endpointIn, tableIn } from './endpoint-in.ts';
import type { FoundMember } from './found.ts';
import type { DraftMember } from './found-cluster.ts';
import { reachedAt } from './reached-at.ts';
import { secretIn } from './secret-in.ts';

type Readers = (host: string) => HostReader;

interface Part {
  readonly keys: Readonly<Record<string, unknown>>;
  readonly remarks: Readonly<Record<string, readonly string[]>>;
}

async function endpointOf(found: FoundMember, host: HostReader): Promise<Part> {
  const { component, configText, variables } = found;
  const { host: written, port, key } = endpointIn(component, configText, variables);
  if (port === undefined) {
    const text = `guessed: no port was found in ${found.config}`;
    return { keys: { endpoint: { host: '127.0.0.1', port: 1 } }, remarks: { endpoint: [text] } };
  }
  const { answers, ...endpoint } = await reachedAt(host, { host: written, port });
  const texts = [
    ...(key === undefined ? [`guessed: its file does not tell it, so it is the program's default`] : []),
    ...(answers || !found.isActive ? [] : ['nothing accepts connections there at present']),
  ];
  return { keys: { endpoint }, remarks: texts.length > 0 ? { endpoint: texts } : {} };
}

/** Where an agent keeps its kernels, and as whom it is known. Source: `identity.get_instance_id`. */
async function agentOf({ component, configText, workdir }: FoundMember, host: HostReader): Promise<Part> {
  const { kernels, hostFiles } = componentNamed(component);
  if (!kernels) return { keys: {}, remarks: {} };
  const table = tableIn(configText);
  const declared = hostFiles.find(({ where }) => typeof where === 'object' && where.key === kernels.location);
  const unless = typeof declared?.where === 'object' ? declared.where.unless : undefined;
  const varBase = resolve(workdir, String(valueUnder(table, kernels.location) ?? unless ?? 'var'));
  const name = (await host.readText('/proc/sys/kernel/hostname').catch(() => undefined))?.trim() ?? host.name;
  const written = valueUnder(table, 'agent.id');
  const id = typeof written === 'string' ? written : `i-${name}`;
  const ids = agentIds({ agent: { id, varBase } }, configText);
  const texts = [
    ...(typeof written === 'string' || ids.length > 1 ? [] : ['its id is guessed from the name of its host']),
    ...(ids.length > 1 ? [`one process of ${ids.length} agents: ${ids.join(', ')}`] : []),
  ];
  return {
    keys: { agent: { id: ids[0] ?? id, varBase } },
    remarks: texts.length > 0 ? { agent: texts } : {},
  };
}

/** The database that a component has beside the cluster's. */
function databaseOf(found: FoundMember, id: string): Part {
  const { component, configText, variables } = found;
  const { history, overrides = {} } = componentNamed(component);
  if (history !== 'coordinator') return { keys: {}, remarks: {} };
  const { database } = seenLocations(configText ?? '', overrides, Object.fromEntries(variables));
  if (!database)
    return { keys: {}, remarks: { '': ['its own database was not found in its configuration'] } };
  const { host = '127.0.0.1', port = 5432, name = 'appproxy', user = 'postgres' } = database;
  const password = secretIn(found, id, 'db.password');
  return { keys: { database: { host, port, name, user, password } }, remarks: {} };
}

function serviceOf({ service, environment, version }: FoundMember): object | undefined {
  if (service === undefined || environment === undefined || version === undefined) return undefined;
  if ('folder' in service) return { kind: 'process', folder: service.folder };
  return { kind: 'systemd', unit: service.unit.replace(/\.service$/, ''), environment: environment.path };
}

const order = (each: FoundMember): number => components.findIndex(({ name }) => name === each.component);

/** Those that run from one environment: it is switched for all of them together. */
function sharedWith(found: FoundMember, all: readonly DraftMember[]): string[] {
  const real = found.environment?.real;
  const others = all.filter(
    (each) => each.found !== found && each.found.host === found.host && each.found.environment?.real === real,
  );
  return others.map(({ written }) => written.id);
}

/** The members that can be written, with ids of their own, in the order of components. */
export async function draftMembers(
  found: readonly FoundMember[],
  readers: Readers,
  taken: readonly string[] = [],
): Promise<DraftMember[]> {
  const ids = new Set(taken);
  const nextId = (prefix: string): string => {
    let number = 1;
    while (ids.has(`${prefix}${number}`)) number += 1;
    ids.add(`${prefix}${number}`);
    return `${prefix}${number}`;
  };
  const whole = [...found]
    .sort((a, b) => order(a) - order(b))
    .flatMap((each) => {
      const service = serviceOf(each);
      return service ? [{ each, service, id: nextId(componentNamed(each.component).traces.id) }] : [];
    });
  const drafts = await Promise.all(
    whole.map(async ({ each, service, id }): Promise<DraftMember> => {
      const host = readers(each.host);
      const parts = [await endpointOf(each, host), await agentOf(each, host), databaseOf(each, id)];
      const { component, config, workdir } = each;
      const told: Record<string, string[]> = {};
      const add = (key: string, texts: readonly string[]) => {
        if (texts.length > 0) told[key] = [...(told[key] ?? []), ...texts];
      };
      for (const { at = '', text } of each.remarks) add(at, [text]);
      for (const { remarks } of parts) for (const [key, texts] of Object.entries(remarks)) add(key, texts);
      const keys = Object.assign({}, ...parts.map((part) => part.keys));
      return {
        written: { id, component, host: each.host, service, config, workdir, ...keys },
        found: each,
        remarks: told,
      };
    }),
  );
  return drafts.map((draft) => {
    const others = sharedWith(draft.found, drafts);
    if (others.length === 0) return draft;
    const text = `it shares its environment with ${others.join(', ')}`;
    return { ...draft, remarks: { ...draft.remarks, service: [...(draft.remarks['service'] ?? []), text] } };
  });
}
