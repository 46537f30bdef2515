import type { Checked } from '../../../app/actions/check.ts';
import type { Fix } from '../../../app/checks/fix.ts';
import type { WorkloadTotals } from '../../../core/workloads/totals.ts';
import { totalsWords } from '../../../core/workloads/totals-words.ts';
import { show } from '../../../lib/command.ts';
import { blockers, warnings } from '../../../lib/finding.ts';
import type { Paint } from '../paint.ts';
import { findingLines } from './findings.ts';
import { affectedLines } from './workloads/affected-lines.ts';

/** How many of each kind: "2 must be fixed, 1 to accept, 14 fine". */
function counts({ findings, fine }: Pick<Checked, 'findings' | 'fine'>, paint: Paint): string {
  const [fix, accept] = [blockers(findings).length, warnings(findings).length];
  const known = findings.length - fix - accept;
  const parts = [
    ...(fix > 0 ? [paint('red', `${fix} must be fixed`)] : []),
    ...(accept > 0 ? [paint('yellow', `${accept} to accept`)] : []),
    ...(known > 0 ? [`${known} to know`] : []),
    ...(fine.length > 0 ? [paint('green', `${fine.length} fine`)] : []),
  ];
  return parts.join(', ');
}

/** What was found, what must be fixed first; each with what to do. */
export function checkText(
  checked: Pick<Checked, 'findings' | 'fine' | 'affected'>,
  workloads: WorkloadTotals,
  paint: Paint,
): string {
  const affected = checked.affected ? affectedLines(checked.affected) : [];
  return [
    counts(checked, paint),
    `sessions: ${totalsWords(workloads)}`,
    ...(affected.length > 0 ? ['', ...affected] : []),
    ...(checked.findings.length > 0 ? ['', ...findingLines(checked.findings)] : []),
  ].join('\n');
}

/** What a fix would do: in words, then the very statements or keys. */
export function fixLines(fix: Fix): string[] {
  const head = `  ${fix.does}:`;
  switch (fix.kind) {
    case 'sql':
      return [
        head,
        ...fix.statements.flatMap(({ sql }) => `${sql};`.split('\n')).map((line) => `      ${line}`),
      ];
    case 'etcd':
      return [
        head,
        ...fix.puts.map(({ key, value }) => `      etcd put ${key} ${value}`),
        ...(fix.removes ?? []).map((key) => `      etcd del ${key}`),
      ];
    case 'host':
      return [
        head,
        ...fix.files.flatMap(({ host, path, content }) => [
          `      on ${host}: ${path}`,
          ...content
            .trimEnd()
            .split('\n')
            .map((line) => `          ${line}`),
        ]),
        ...fix.commands.map(({ host, argv }) => `      on ${host}, as root: ${show(argv)}`),
      ];
    case 'python':
      return [
        head,
        ...fix.copies.map(
          ({ host, python, to }) => `      ${host ?? 'this machine'}:${python.folder} → ${to}`,
        ),
      ];
    default:
      return fix satisfies never;
  }
}

/** A fix that was done, as a document. */
export function fixJson(fix: Fix): Record<string, unknown> {
  const { kind, does } = fix;
  switch (fix.kind) {
    case 'sql':
      return { kind, does, statements: fix.statements.map(({ sql }) => sql) };
    case 'etcd':
      return { kind, does, puts: fix.puts, removes: fix.removes ?? [] };
    case 'host':
      return { kind, does, files: fix.files, commands: fix.commands };
    case 'python':
      return { kind, does, copies: fix.copies };
    default:
      return fix satisfies never;
  }
}
