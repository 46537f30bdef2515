import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, type Node, parseDocument } from 'yaml';
import type { RuleText } from '../../src/core/catalog/rules/rule.ts';
import { BaiupError } from '../../src/lib/errors.ts';
import { ruleSchema } from './rule-schema.ts';

export interface RulesFile {
  readonly name: string;
  readonly text: string;
}

/** The rules files of a folder, by name. */
export function rulesFiles(folder: string): RulesFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return names.sort().map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

function wrong(problems: readonly string[]): BaiupError {
  return new BaiupError('rules.wrong', `the rules do not hold:\n${problems.join('\n')}`, {
    hint: 'fix them, then: bin/node scripts/rules.ts',
  });
}

/** The rules of one file, or what is wrong with them by file and line. */
function readFile({ name, text }: RulesFile, problems: string[]): RuleText[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const at = (offset: number): string => `${name}:${counter.linePos(offset).line}`;
  problems.push(...document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message.split('\n')[0]}`));
  if (document.errors.length > 0) return [];
  const entries: unknown = document.toJS();
  if (!Array.isArray(entries)) {
    problems.push(`${name}:1: a rules file is a list of rules`);
    return [];
  }
  return entries.flatMap((entry: unknown, index) => {
    const parsed = ruleSchema.safeParse(entry);
    if (parsed.success) return [parsed.data as RuleText];
    for (const { path, message } of parsed.error.issues) {
      const node = document.getIn([index, ...path], true) ?? document.getIn([index], true);
      const offset = (node as Node | undefined)?.range?.[0] ?? 0;
      problems.push(`${at(offset)}: ${path.join('.') || 'rule'}: ${message}`);
    }
    return [];
  });
}

/**
 * The rules of all files, in order.
 * @throws BaiupError `rules.wrong` naming file, line and what is wrong, for all of it at once
 */
export function readRules(files: readonly RulesFile[]): readonly RuleText[] {
  const problems: string[] = [];
  const seen = new Map<string, string>();
  const rules = files.flatMap((file) => {
    const own = readFile(file, problems);
    for (const { id } of own) {
      const other = seen.get(id);
      if (other !== undefined) problems.push(`${file.name}: ${id} is there twice, also in ${other}`);
      seen.set(id, file.name);
    }
    return own;
  });
  if (problems.length > 0) throw wrong(problems);
  return rules;
}
