import type { z } from 'zod';
import type { BaiupError } from '../../lib/errors.ts';
import { issueText } from '../../lib/issue-text.ts';
import { nearWords } from '../../lib/near-words.ts';
import { readClusterYaml } from './cluster-yaml.ts';
import { keysAt } from './keys-at.ts';
import { namedKey } from './named-key.ts';

/**
 * Parses what an operator declares in YAML.
 * @param wrong the error for a line of it
 */
export function parseDeclared<S extends z.ZodType>(
  schema: S,
  file: string,
  text: string,
  wrong: (file: string, line: number, what: string) => BaiupError,
): z.infer<S> {
  const yaml = readClusterYaml(text);
  if ('what' in yaml) throw wrong(file, yaml.line, yaml.what);
  const parsed = schema.safeParse(yaml.value);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  // A key that is mistyped is missing under its right name, too.
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  const path = issue?.path ?? [];
  const key = namedKey(yaml.value, path) || 'the whole file';
  const at = issue?.code === 'unrecognized_keys' ? [...path, ...issue.keys.slice(0, 1)] : path;
  const why = issue ? `${issueText(issue)}${meantText(schema, issue)}` : 'is wrong';
  throw wrong(file, yaml.lineOf(at), `${key}: ${why}`);
}

/** Which key somebody may have meant by the first one that is not known. */
function meantText(schema: z.ZodType, issue: z.core.$ZodIssue): string {
  if (issue.code !== 'unrecognized_keys') return '';
  const near = nearWords(issue.keys[0] ?? '', keysAt(schema, issue.path));
  return near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '';
}
