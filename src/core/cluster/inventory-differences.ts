import type { Inventory } from './inventory.ts';

/** Every value of a document by its dotted key; members go by their ids. */
function flatten(value: unknown, key: string, into: Map<string, string>): Map<string, string> {
  if (typeof value !== 'object' || value === null) return into.set(key, String(value));
  for (const [name, each] of Object.entries(value)) {
    if (each !== undefined) flatten(each, key === '' ? name : `${key}.${name}`, into);
  }
  return into;
}

const membersOf = ({ components }: Inventory) => new Map(components.map((member) => [member.id, member]));

function changes(then: unknown, now: unknown, key: string): string[] {
  const [before, after] = [flatten(then, key, new Map()), flatten(now, key, new Map())];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((each) => {
    const [old, today] = [before.get(each), after.get(each)];
    return old === today ? [] : [`${each} was ${old ?? 'not set'}, is ${today ?? 'not set'}`];
  });
}

/** What two declarations of a cluster differ in, a sentence each. Pass them without secrets: values are shown. */
export function inventoryDifferences(then: Inventory, now: Inventory): string[] {
  const { components: _then, ...restThen } = then;
  const { components: _now, ...restNow } = now;
  const [before, after] = [membersOf(then), membersOf(now)];
  const ofMembers = [...before].flatMap(([id, member]) => {
    const today = after.get(id);
    return today ? changes(member, today, id) : [`${id} is not in it any more`];
  });
  const added = [...after.keys()].filter((id) => !before.has(id)).map((id) => `${id} is new in it`);
  return [...changes(restThen, restNow, ''), ...ofMembers, ...added];
}
