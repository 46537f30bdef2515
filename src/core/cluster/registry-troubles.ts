import { addressTrouble } from './registry-address.ts';
import { type Field, keysOf, pairOf } from './registry-fields.ts';
import type { RegistryTrouble } from './registry-trouble.ts';

type Fields = ReadonlyMap<string, Field>;

/** Columns of `container_registries`, in characters. */
const longest = { name: 50, address: 512, project: 255, username: 255 } as const;

/** What trafaret's `ToBool` takes, after `strip().lower()`. */
const truths = /^(t|true|y|yes|on|1|1\.0|false|n|no|off|0|none|0\.0)$/;

const asText = ['', 'type', 'username', 'password', 'project', 'ssl_verify', 'ssl-verify'] as const;
const called = (name: string): string => (name === '' ? 'address' : `"${name}"`);
const length = (text: string): number => [...text].length;

/** Keys below one that holds a value: the revision wants text there. */
function below(fields: Fields): RegistryTrouble[] {
  return asText.flatMap((name) => {
    const field = fields.get(name);
    if (field === undefined || pairOf(field)) return [];
    const own = field instanceof Map ? pairOf(field.get('')) : undefined;
    const removes = keysOf(field).filter((key) => key !== own?.key);
    return [{ kind: 'keys', what: `has keys below its ${called(name)} (${removes.join(', ')})`, removes }];
  });
}

function ofAddress(fields: Fields): RegistryTrouble[] {
  const field = fields.get('');
  const address = pairOf(field);
  if (field === undefined) return [{ kind: 'address', what: 'has no address' }];
  const what = address && addressTrouble(address.value);
  if (what) return [{ kind: 'address', what: `has an address that ${what}` }];
  return [];
}

function tooLong(host: string, fields: Fields): RegistryTrouble[] {
  const project = (pairOf(fields.get('project'))?.value ?? '').split(',');
  const parts: [string, string, number][] = [
    ['name', host, longest.name],
    ['address', pairOf(fields.get(''))?.value ?? '', longest.address],
    ['username', pairOf(fields.get('username'))?.value ?? '', longest.username],
    ...project.map((each): [string, string, number] => ['project', each, longest.project]),
  ];
  return parts
    .filter(([, text, most]) => length(text) > most)
    .map(([what, text, most]) => ({
      kind: 'length',
      what: `has ${what === 'address' ? 'an' : 'a'} ${what} of ${length(text)} characters, of which the database takes ${most}`,
    }));
}

/** Values that are left out where they say nothing: what is then taken is what was meant. */
function ofValues(fields: Fields): RegistryTrouble[] {
  const troubles: RegistryTrouble[] = [];
  const empty = ['type', 'username'].flatMap((name) => pairOf(fields.get(name)) ?? []);
  for (const { key } of empty.filter(({ value }) => value === '')) {
    troubles.push({ kind: 'keys', what: `has an empty ${called(key.replace(/^.*\//, ''))}`, removes: [key] });
  }
  const verify = pairOf(fields.get('ssl_verify') ?? fields.get('ssl-verify'));
  if (verify && !truths.test(verify.value.trim().toLowerCase())) {
    const what = `says neither yes nor no with ${called(verify.key.replace(/^.*\//, ''))} ("${verify.value}")`;
    troubles.push({ kind: 'keys', what, removes: [verify.key] });
  }
  const project = pairOf(fields.get('project'));
  if (project?.value.includes(',') && project.value.split(',').includes('')) {
    const value = project.value
      .split(',')
      .filter((each) => each !== '')
      .join(',');
    const fixed = value === '' ? { removes: [project.key] } : { puts: [{ key: project.key, value }] };
    troubles.push({
      kind: 'keys',
      what: `has an empty name among its projects ("${project.value}")`,
      ...fixed,
    });
  }
  return troubles;
}

/** Bytes that are no text, or that PostgreSQL takes for none: the revision waits for ever, or fails. */
function noText(fields: Fields): RegistryTrouble[] {
  const removes = [...fields.values()].flatMap((field) => {
    const pair = pairOf(field);
    return pair && (pair.value.includes('\0') || pair.value.includes('\uFFFD')) ? [pair.key] : [];
  });
  return removes.length === 0
    ? []
    : [{ kind: 'keys', what: `has values that are no text (${removes.join(', ')})`, removes }];
}

/** All that the revision does not get over in a registry, but for its type and a project that is missing. */
export function registryTroubles(host: string, field: Field): RegistryTrouble[] {
  const lone = pairOf(field);
  const fields: Fields = lone ? new Map([['', lone]]) : (field as Fields);
  const alone: RegistryTrouble[] = lone
    ? [
        {
          kind: 'keys',
          what: 'is nothing but its address, which the migration takes for no registry',
          puts: [{ key: `${lone.key}/type`, value: 'docker' }],
        },
      ]
    : [];
  return [
    ...ofAddress(fields),
    ...tooLong(host, fields),
    ...alone,
    ...below(fields),
    ...ofValues(fields),
    ...noText(fields),
  ];
}
