import type { z } from 'zod';

type Schema = z.core.$ZodTypes;

const asSchema = (type: z.core.$ZodType): Schema => type as Schema;

/** The schemas of what lies at one key of a schema's values. */
function below(schema: Schema, key: PropertyKey): Schema[] {
  const { def } = schema._zod;
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([name, type]) => (name === key ? [asSchema(type)] : []));
    case 'array':
      return [asSchema(def.element)];
    case 'record':
      return [asSchema(def.valueType)];
    default:
      return [];
  }
}

/** Without what stands around a schema; each form that a union allows. */
function forms(schema: Schema): Schema[] {
  const { def } = schema._zod;
  switch (def.type) {
    case 'optional':
    case 'default':
      return forms(asSchema(def.innerType));
    case 'union':
      return def.options.map(asSchema).flatMap(forms);
    default:
      return [schema];
  }
}

/** The keys that a schema knows at a place in its values. */
export function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const found = path.reduce<Schema[]>(
    (schemas, key) => schemas.flatMap((each) => below(each, key)).flatMap(forms),
    forms(asSchema(schema)),
  );
  return found.flatMap((each) => {
    const { def } = each._zod;
    return def.type === 'object' ? Object.keys(def.shape) : [];
  });
}
