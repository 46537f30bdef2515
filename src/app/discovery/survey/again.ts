import { isMap, isSeq, parseDocument } from 'yaml';
import type { Inventory, Member } from '../../../core/cluster/inventory.ts';
import { memberNode } from './cluster-document.ts';
import type { DraftCluster, DraftMember } from './found-cluster.ts';

/** What looking again has shown of a cluster file. */
export interface Change {
  /** Added to the file; found otherwise than it is written, which stays; not found any more, which stays too. */
  readonly kind: 'added' | 'differs' | 'gone';
  readonly what: string;
}

export interface Again {
  /** The file with what is new in it; all else is as it was, comments too. */
  readonly text: string;
  readonly changes: readonly Change[];
  /** What was found, by the ids that the file has. */
  readonly members: readonly DraftMember[];
}

/** Whether a member of the file is one that was found: by its unit or folder, else by what it is and its file. */
function isSame(member: Member, { written, found }: DraftMember): boolean {
  if (member.host !== written.host) return false;
  const service: { readonly unit?: string; readonly folder?: string } = member.service;
  const seen = found.service ?? {};
  if (service.unit !== undefined && 'unit' in seen)
    return [seen.unit, ...(found.otherUnits ?? [])].includes(
      `${service.unit.replace(/\.service$/, '')}.service`,
    );
  if (service.folder !== undefined && 'folder' in seen) return service.folder === seen.folder;
  return member.component === written.component && member.config === written['config'];
}

/** Every value of a document by its dotted key. */
function flatten(value: unknown, key: string): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[key, String(value)]];
  return Object.entries(value).flatMap(([name, each]) =>
    each === undefined ? [] : flatten(each, key === '' ? name : `${key}.${name}`),
  );
}

/** What the file says otherwise than it was found; what only the file has was put there by somebody. */
function differences(subject: string, written: unknown, found: unknown): Change[] {
  const now = new Map(flatten(written, ''));
  return flatten(found, '').flatMap(([key, value]): Change[] => {
    const old = now.get(key);
    const name = subject === '' ? key : `${subject}.${key}`;
    if (old === value) return [];
    const what =
      old === undefined
        ? `${name} is not in the file, and was found as ${value}`
        : `${name} is ${old} in the file, and was found as ${value}`;
    return [{ kind: 'differs', what }];
  });
}

/** Where secrets are, and what a person chooses, is not compared. */
function comparable({
  database,
  etcd,
  redis,
  api,
}: Pick<Inventory, 'database' | 'etcd' | 'redis' | 'api'>): object {
  const { password: _database, ...ofDatabase } = database;
  const { password: _etcd, ...ofEtcd } = etcd;
  return { database: ofDatabase, etcd: ofEtcd, ...(redis ? { redis } : {}), api: { url: api.url } };
}

/** What is compared of a member. */
function ofMember({ id: _id, host: _host, database: _secret, ...compared }: DraftMember['written']): object {
  return compared;
}

/** A member by another id, also where it says that a secret is read from itself. */
function renamed(written: DraftMember['written'], id: string): DraftMember['written'] {
  const change = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        key,
        key === 'from' && each === written.id ? id : change(each),
      ]),
    );
  };
  return { ...written, ...(written['database'] ? { database: change(written['database']) } : {}), id };
}

/**
 * A cluster file that is there, beside what was found now. Members that are new are added; what is written stays.
 * @param looked hosts that were looked at: only there can a member be missing
 */
export function lookedAgain(
  text: string,
  inventory: Inventory,
  draft: DraftCluster,
  looked: readonly string[],
): Again {
  const document = parseDocument(text);
  const list = document.get('components');
  const hosts = document.get('hosts');
  if (!isSeq(list) || !isMap(hosts)) throw new Error('a cluster file that was read has hosts and components');
  const changes: Change[] = [];
  const add = (what: string): void => void changes.push({ kind: 'added', what });

  for (const [name, declared] of Object.entries(draft.head.hosts)) {
    if (hosts.has(name)) continue;
    const node = document.createNode(declared);
    if (isMap(node)) node.flow = true;
    hosts.set(name, node);
    add(`host ${name}`);
  }
  changes.push(...differences('', comparable(inventory), comparable(draft.head)));
  const ids = new Set(inventory.components.map(({ id }) => id));
  const members: DraftMember[] = [];
  for (const each of draft.members) {
    const member = inventory.components.find((one) => isSame(one, each));
    const id = member?.id ?? freeId(each.written.id, ids);
    const named = { ...each, written: renamed(each.written, id) };
    members.push(named);
    if (member) changes.push(...differences(id, member, ofMember(each.written)));
    else {
      ids.add(id);
      list.items.push(memberNode(document, named));
      add(`${id}: ${each.written.component} on ${each.written.host}`);
    }
  }
  for (const member of inventory.components) {
    if (!looked.includes(member.host) || draft.members.some((each) => isSame(member, each))) continue;
    // What only a later release has is not there yet.
    if (member.since !== undefined) continue;
    changes.push({
      kind: 'gone',
      what: `${member.id}: no ${member.component} was found on ${member.host} as it is written`,
    });
  }
  const isNew = changes.some(({ kind }) => kind === 'added');
  const changed = isNew ? document.toString({ lineWidth: 0, flowCollectionPadding: true }) : text;
  return { text: changed, changes, members };
}

/** An id that nobody has: a1, a2, a3 … */
function freeId(wanted: string, taken: ReadonlySet<string>): string {
  const prefix = wanted.replace(/\d+$/, '');
  let id = wanted;
  for (let number = 1; taken.has(id); number += 1) id = `${prefix}${number}`;
  return id;
}
