type Item = Readonly<Record<string, unknown>>;

const at = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;

/** What a person knows something in a list by: its id, its name, else what it is and where. */
function nameOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { id, name, component, host } = item as Item;
  const known = [id, name].find((each) => typeof each === 'string' && each !== '');
  if (known !== undefined) return String(known);
  const told = [component, ...(typeof host === 'string' ? [`on ${host}`] : [])].filter(
    (each) => typeof each === 'string',
  );
  return told.length > 0 ? `(${told.join(' ')})` : undefined;
}

/** A key of a document as a person reads it: `components.a1.service.unit`, and of one without an id `components.(agent on h2).id`. */
export function namedKey(document: unknown, path: readonly PropertyKey[]): string {
  let value = document;
  const words = path.map((key) => {
    const isInList = Array.isArray(value);
    value = at(value, key);
    return (isInList ? nameOf(value) : undefined) ?? String(key);
  });
  return words.join('.');
}
