import { parse } from 'smol-toml';
import type { ComponentName } from '../../../core/cluster/inventory.ts';
import { componentNamed } from '../../../core/components/index.ts';
import { valueUnder } from '../../../core/configuration/value-under.ts';

export interface EndpointIn {
  /** As it is written: `0.0.0.0` and the empty text stand for every address. */
  readonly host: string;
  /** Undefined where the file must tell it and does not. */
  readonly port: number | undefined;
  /** The key that tells it; undefined where it is the program's default. */
  readonly key: string | undefined;
}

/** A configuration as a table; an empty one where it cannot be read, which a check tells of. */
export function tableIn(text: string | undefined): unknown {
  try {
    return parse(text ?? '');
  } catch {
    return {};
  }
}

/** An address as the vendor's loaders take it: a table, or `host:port`. */
function addressIn(value: unknown): { readonly host: string; readonly port: number } | undefined {
  if (typeof value === 'string') {
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(value) ?? [];
    return port === '' ? undefined : { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
  }
  const [host, port] = [valueUnder(value, 'host'), valueUnder(value, 'port')];
  return typeof host === 'string' ? { host, port: Number(port) } : undefined;
}

/** Where a component listens, by its configuration and by the variables that win over it. */
export function endpointIn(
  component: ComponentName,
  text: string | undefined,
  variables: ReadonlyMap<string, string>,
): EndpointIn {
  const { traces, overrides = {} } = componentNamed(component);
  const { address = [], host: hostKey, port: portKey, unless } = traces.endpoint;
  const table = tableIn(text);
  const told = (key: string | undefined): unknown => {
    if (key === undefined) return undefined;
    const name = Object.keys(overrides).find((each) => overrides[each] === key && variables.has(each));
    return name === undefined ? valueUnder(table, key) : variables.get(name);
  };
  for (const key of address) {
    const found = addressIn(valueUnder(table, key));
    const [host, port] = [told(`${key}.host`) ?? found?.host, told(`${key}.port`) ?? found?.port];
    if (host === undefined && port === undefined) continue;
    return { host: String(host ?? unless.host), port: Number(port ?? unless.port) || undefined, key };
  }
  const [host, port] = [told(hostKey), told(portKey)];
  const key = port === undefined ? undefined : portKey;
  return { host: String(host ?? unless.host), port: Number(port ?? unless.port) || undefined, key };
}
