import type { ConfigurationIssue } from '../../core/configuration/issue.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import type { Finding } from '../../lib/finding.ts';
import type { ProgramCheck, ProgramVerdict } from './check-configuration.ts';

type Asked = Pick<ProgramCheck, 'component' | 'environment' | 'config' | 'original'>;

const changeBoth = (file: string): string =>
  `change ${file} so that both the old and the new release accept it, then try again`;

function place(file: string, { key, line }: ConfigurationIssue): string {
  return `${file}${line === undefined ? '' : `, line ${line}`}${key ? `: ${key}` : ''}`;
}

const words: Readonly<Record<ConfigurationIssue['kind'], string>> = {
  refused: 'the new loader does not take this key',
  missing: 'the new loader requires this key',
  renamed: 'the new loader knows it by another name',
  wrong: 'the new loader does not take this value',
  ignored: 'the new loader ignores this key',
};

/** What a loader has against a file, one finding an issue, each with its place and the way out. */
export function configurationFindings(
  { outcome, message, issues }: ProgramVerdict,
  { component, config = '', original = config }: Asked,
): Finding[] {
  if (outcome === 'ok') return [];
  const file = original;
  const common = { severity: 'blocker', subject: component } as const;
  if (outcome === 'broken' || outcome === 'faulty')
    return [
      { ...common, code: 'environment.broken', summary: `the new ${component} does not run: ${message}` },
    ];
  const code = outcome === 'refused' ? 'configuration.refused' : `configuration.${outcome}`;
  const hint =
    outcome === 'hung' ? `look for what it waits for in ${file}, then try again` : changeBoth(file);
  if (issues.length === 0) {
    const what = outcome === 'hung' ? 'never finished reading it' : 'refuses it';
    return [{ ...common, code, summary: `${file}: the new ${component} ${what}`, detail: message, hint }];
  }
  return issues.map((issue) => ({
    ...common,
    code,
    summary: `${place(file, issue)}: ${issue.message}`,
    detail: words[issue.kind],
    hint,
  }));
}

/**
 * Stops where a program did not take its configuration.
 * @throws BaiupError `configuration.refused`, `configuration.unreadable`, `configuration.hung`, `environment.broken`,
 * with a finding for each issue
 */
export function refuseConfiguration(said: ProgramVerdict, check: Asked): void {
  const findings = configurationFindings(said, check);
  const [first] = findings;
  if (!first) return;
  const { component, environment, config = '', original = config } = check;
  const texts: Readonly<Record<string, string>> = {
    refused: `the ${component} in ${environment} refuses ${original}`,
    unreadable: `${original} cannot be read`,
    hung: `the ${component} in ${environment} never finished reading ${original}`,
  };
  const what = texts[said.outcome] ?? `the ${component} in ${environment} does not run`;
  const lines = said.issues.map((issue) => `${place('', issue).replace(/^, /, '')}: ${issue.message}`);
  throw new BaiupError(first.code, `${what}:\n${lines.length > 0 ? lines.join('\n') : said.message}`, {
    exit: first.code === 'environment.broken' ? exitCode.failed : exitCode.refused,
    findings,
    ...(first.hint ? { hint: first.hint } : {}),
  });
}
