import { componentNamed } from '../../core/components/index.ts';
import type { ConfigurationIssue } from '../../core/configuration/issue.ts';
import { configurationTroubleCode } from '../../core/configuration/trouble-code.ts';
import { show } from '../../lib/command.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import type { Finding } from '../../lib/finding.ts';
import type { ProgramCheck, ProgramVerdict } from './check-configuration.ts';

type Asked = Pick<ProgramCheck, 'component' | 'environment' | 'config' | 'original' | 'program'>;

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

/** A service that the new release cannot be started by, and what both releases know. */
function commandFinding(outcome: 'command' | 'elsewhere', message: string, asked: Asked): Finding {
  const { component, config = '', original = config, program } = asked;
  const { module, serveArguments } = componentNamed(component);
  const command = show(['python', ...(program?.arguments ?? [])]);
  return {
    code: configurationTroubleCode[outcome],
    severity: 'blocker',
    subject: component,
    summary:
      outcome === 'command'
        ? `the new ${component} cannot be started by its service, as \`${command}\`: ${message}`
        : `the new ${component}, started by its service as \`${command}\`, reads ${message} instead of ${original}`,
    hint:
      outcome === 'command'
        ? `let its service start it as \`${show(['python', '-m', module, ...serveArguments(original)])}\`, which both releases know; in service.json that is "module" and "arguments"`
        : 'name the file that it reads as "config" in cluster.yaml, or give the service the file of cluster.yaml by -f',
  };
}

/** What a loader has against a file, one finding an issue, each with its place and the way out. */
export function configurationFindings({ outcome, message, issues }: ProgramVerdict, asked: Asked): Finding[] {
  const { component, config = '', original = config } = asked;
  if (outcome === 'ok') return [];
  const file = original;
  const common = { severity: 'blocker', subject: component } as const;
  if (outcome === 'broken' || outcome === 'faulty')
    return [
      { ...common, code: 'environment.broken', summary: `the new ${component} does not run: ${message}` },
    ];
  if (outcome === 'command' || outcome === 'elsewhere') return [commandFinding(outcome, message, asked)];
  const code = configurationTroubleCode[outcome];
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
    command: `the ${component} in ${environment} does not know what its service is started by`,
    elsewhere: `what the service of the ${component} is started by does not read ${original}`,
  };
  const what = texts[said.outcome] ?? `the ${component} in ${environment} does not run`;
  const lines = said.issues.map((issue) => `${place('', issue).replace(/^, /, '')}: ${issue.message}`);
  throw new BaiupError(first.code, `${what}:\n${lines.length > 0 ? lines.join('\n') : said.message}`, {
    exit: first.code === 'environment.broken' ? exitCode.failed : exitCode.refused,
    findings,
    ...(first.hint ? { hint: first.hint } : {}),
  });
}
