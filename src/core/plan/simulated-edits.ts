type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One way to edit a document manually. */
export interface SimulatedEdit {
  /** "hops.0.phases.1.steps.0.id changed", "hops.0 removed" */
  readonly what: string;
  /** The document as it is then. */
  readonly edited: unknown;
}

function otherLeaf(value: Json): Json {
  if (typeof value === 'string') return `${value}x`;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return value === null ? 0 : null;
}

const isLeaf = (value: Json): boolean => value === null || typeof value !== 'object';

function replaced(document: Json, [key, ...rest]: readonly string[], leaf: Json | undefined): Json {
  if (key === undefined) return leaf ?? null;
  if (Array.isArray(document)) {
    const index = Number(key);
    if (rest.length === 0 && leaf === undefined) return document.filter((_each, at) => at !== index);
    return document.map((each, at) => (at === index ? replaced(each, rest, leaf) : each));
  }
  const object = document as { readonly [key: string]: Json };
  if (rest.length === 0 && leaf === undefined) {
    return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
  }
  return { ...object, [key]: replaced(object[key] ?? null, rest, leaf) };
}

function* locationsOf(value: Json, path: readonly string[] = []): Generator<[readonly string[], Json]> {
  if (path.length > 0) yield [path, value];
  if (isLeaf(value)) return;
  for (const [key, inner] of Object.entries(value as object))
    yield* locationsOf(inner as Json, [...path, key]);
}

/** Every way to change one value of a document, and to leave out one key or one entry of a list: for tests. */
export function* simulatedEdits(document: unknown): Generator<SimulatedEdit> {
  const whole = JSON.parse(JSON.stringify(document)) as Json;
  for (const [path, value] of locationsOf(whole)) {
    const name = path.join('.');
    if (isLeaf(value)) {
      yield { what: `${name} changed`, edited: replaced(whole, path, otherLeaf(value)) };
    }
    yield { what: `${name} removed`, edited: replaced(whole, path, undefined) };
  }
}
