import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isNode, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import { inventorySchema } from '../../src/core/cluster/inventory.ts';
import { root } from '../lib/baiup.ts';

interface Schema {
  description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** Everything in a schema that a value of this key may be described by. */
function under(schema: Schema, key: string): Schema[] {
  const own = schema.properties?.[key];
  const any = typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((each) => under(each, key));
  return own ? [own, ...choices] : [...any, ...choices];
}

/** Hands what an example says beside its keys on to the schema: editors show it. The first that says it counts. */
function describe(node: unknown, schemas: readonly Schema[]): void {
  if (isSeq(node))
    for (const item of node.items)
      describe(
        item,
        schemas.flatMap(({ items }) => items ?? []),
      );
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    const inside = isScalar(key) ? schemas.flatMap((schema) => under(schema, String(key.value))) : [];
    const comment = isNode(value) ? commentOf(value) : '';
    for (const schema of comment === '' ? [] : inside) schema.description ??= comment;
    describe(value, inside);
  }
}

const commentOf = ({ comment }: Node): string =>
  (comment ?? '').trim().replace(/^optional(: |, as are the others$|$)/, '');

/** The cluster file as a JSON schema for editors, with what docs/cluster-file.md says of its keys. */
export function clusterSchema(): string {
  const schema = z.toJSONSchema(inventorySchema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  const page = readFileSync(join(root, 'docs/cluster-file.md'), 'utf8');
  for (const [, example = ''] of page.matchAll(/```yaml\n([\s\S]*?)```/g))
    describe(parseDocument(example).contents, [schema as unknown as Schema]);
  const told = {
    title: 'Cluster file of baiup',
    description: 'Describes a Backend.AI cluster. docs/cluster-file.md tells more of each key.',
  };
  return `${JSON.stringify({ ...told, ...schema }, null, 1)}\n`;
}
