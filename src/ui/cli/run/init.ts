import { resolve } from 'node:path';
import { init as findCluster, type InitAnswer } from '../../../app/actions/init.ts';
import { exitCode } from '../../../lib/errors.ts';
import { outputFile } from '../../../lib/output-file.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import { withSchemaLine } from '../schema-line.ts';
import type { Terminal } from '../terminal.ts';
import { hostLine, initJson, initText } from '../views/init.ts';

export interface InitFlags extends CommonFlags {
  readonly host: readonly string[];
  readonly output?: string;
  readonly name?: string;
  readonly sshConfig?: string;
  readonly dryRun: boolean;
}

async function find(terminal: Terminal, flags: InitFlags, file: string): Promise<InitAnswer> {
  const { progress, env } = terminal;
  return findCluster({
    hosts: flags.host,
    file,
    name: flags.name,
    sshConfig: flags.sshConfig === undefined ? undefined : resolve(flags.sshConfig),
    accessKey: env['BACKEND_ACCESS_KEY'],
    onHost: (host, found) => {
      if (found === undefined) progress.started(host, `Look at ${host}`);
      else progress.finished(host, found instanceof Error ? '✗' : '✓', hostLine(host, found));
    },
  });
}

export async function init(terminal: Terminal, flags: InitFlags): Promise<Outcome> {
  const name = flags.output ?? flags.cluster ?? 'cluster.yaml';
  const file = await outputFile(name, 'cluster.yaml');
  const found = await find(terminal, flags, resolve(name));
  const answer = found.changes === undefined ? { ...found, text: withSchemaLine(found.text) } : found;
  const isWritten = answer.isNew && !flags.dryRun;
  if (isWritten) await file.write(answer.text, 0o600);
  const said = { answer, file: resolve(name), isWritten };
  const isPartial = answer.findings.some(({ code }) => code === 'init.host-not-seen');
  return {
    json: initJson(said),
    text: initText({ ...said, shows: flags.dryRun }, terminal.paint),
    ...(isPartial ? { exit: exitCode.failed } : {}),
  };
}
