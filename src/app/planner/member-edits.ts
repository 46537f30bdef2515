import type { Rule } from '../../core/catalog/rules/rule.ts';
import type { Member } from '../../core/cluster/inventory.ts';
import type { ConfigurationEdit, RuledEdit } from '../../core/configuration/edit.ts';
import { editConfiguration } from '../../core/configuration/edit-configuration.ts';
import { editsOfRules } from '../../core/configuration/edits-of-rules.ts';
import { keyLine } from '../../core/configuration/key-line.ts';
import { patchLines } from '../../core/configuration/patch-lines.ts';
import type { Finding } from '../../lib/finding.ts';

/** What an outage changes in one member's configuration. */
export interface MemberEdits {
  readonly edits: readonly ConfigurationEdit[];
  /** With those of the outages before: what will have been changed when its program starts. */
  readonly all: readonly ConfigurationEdit[];
  /** Rules that ask for it. */
  readonly rules: readonly string[];
  /** Lines of a patch, without secrets. */
  readonly patch: readonly string[];
  /** What a rule asks for and nobody can change safely but a person. */
  readonly findings: readonly Finding[];
}

const untouched: MemberEdits = { edits: [], all: [], rules: [], patch: [], findings: [] };

function manual(
  { id, component, config }: Member,
  text: string,
  { rule, edit }: RuledEdit,
  why: string,
): Finding {
  const line = keyLine(text, edit.key);
  return {
    code: 'configuration.manual',
    severity: 'warning',
    subject: `${component} ${id}`,
    summary: `${config}${line === undefined ? '' : `, line ${line}`}: ${edit.key} must be changed manually: ${why}`,
    hint: `change it as ${rule} says; the new ${component} reads the file before anything stops`,
    source: rule,
  };
}

/**
 * Makes the edits of each outage in the members' files, on top of the outages before. Call it outage by outage, with
 * the findings of its hops. It keeps the texts to itself, because they hold secrets; edits do not.
 */
export function memberEdits(texts: ReadonlyMap<string, string>, rules: readonly Rule[]) {
  const now = new Map(texts);
  const all = new Map<string, readonly ConfigurationEdit[]>();
  return (member: Member, said: readonly Pick<Finding, 'code'>[]): MemberEdits => {
    const before = now.get(member.id);
    const earlier = all.get(member.id) ?? [];
    if (before === undefined) return { ...untouched, all: earlier };
    const ruled = editsOfRules(rules, said, member.component);
    const { text, made, left } = editConfiguration(before, ruled, ({ edit }) => edit);
    const edits = made.map(({ edit }) => edit);
    now.set(member.id, text);
    all.set(member.id, [...earlier, ...edits]);
    return {
      edits,
      all: [...earlier, ...edits],
      rules: [...new Set(made.map(({ rule }) => rule))],
      patch: patchLines(before, text),
      findings: left.map(({ edit, why }) => manual(member, before, edit, why)),
    };
  };
}
