import { path as answerPath } from '../../../app/actions/path.ts';
import { exitCode, usageError } from '../../../lib/errors.ts';
import { type OutputFile, outputFile } from '../../../lib/output-file.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { pathText } from '../views/path.ts';
import { pathHtml } from '../views/path-html.ts';

export interface PathFlags extends CommonFlags {
  readonly exact: boolean;
  readonly policy: 'page' | 'schema';
  readonly accept: readonly string[];
  readonly asOf?: string;
  readonly why?: string;
  readonly fromMixed?: string;
  readonly output?: string;
}

/** Where the page goes; undefined where none was asked for. */
async function pageFile({ format, output }: PathFlags): Promise<OutputFile | undefined> {
  if ((format === 'html') === (output !== undefined))
    return output === undefined ? output : outputFile(output, 'path.html');
  const hint = 'baiup path FROM TO --format html -o path.html';
  throw usageError('path.output', '--format html and -o FILE belong together', hint);
}

export async function path(terminal: Terminal, flags: PathFlags, ...versions: string[]): Promise<Outcome> {
  const file = await pageFile(flags);
  const { exact, policy, accept, asOf, why, fromMixed } = flags;
  const answer = answerPath({
    versions,
    exact,
    policy,
    accept,
    ...(asOf === undefined ? {} : { asOf }),
    ...(why === undefined ? {} : { why }),
    ...(fromMixed === undefined ? {} : { fromMixed }),
  });
  const exit = answer.refused ? exitCode.refused : exitCode.done;
  if (file !== undefined) {
    await file.write(pathHtml(answer), 0o644);
    return { json: { file: file.name }, text: `Written: ${file.name}`, exit };
  }
  return {
    json: answer.why ? { ...answer.path, why: answer.why } : answer.path,
    text: pathText(answer, { exact, verbose: terminal.verbose }, terminal.paint),
    exit,
  };
}
