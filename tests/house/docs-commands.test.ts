import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Application, type CommandContext, generateHelpTextForAllCommands } from '@stricli/core';
import { describe, expect, it } from 'vitest';
import { application } from '../../src/ui/cli/application.ts';

const root = join(import.meta.dirname, '../..');

/** Flags of each command, by its words. */
const flags = new Map(
  generateHelpTextForAllCommands(application as unknown as Application<CommandContext>).map(
    ([name, text]) => {
      const taken = [...text.matchAll(/(?<![\w-])--?[a-z][a-z-]*/g)].map(([flag]) => flag);
      const negated = [...text.matchAll(/--([a-z-]+)\/--no-/g)].map(([, flag]) => `--no-${flag}`);
      return [name, new Set([...taken, ...negated, '--help', '-h'])] as const;
    },
  ),
);

/** Commands that a page tells a reader to type, without what is said beside them. */
function commandsIn(text: string): string[] {
  const blocks = [...text.matchAll(/```(\w*)\n([\s\S]*?)```/g)].flatMap(([, language, block = '']) =>
    language === '' ? block.replaceAll('\\\n', ' ').split('\n') : [],
  );
  const inline = [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`]*)`/g)].map(
    ([, code = '']) => code,
  );
  return [...blocks, ...inline]
    .flatMap((line) => (line.split('#')[0] ?? '').split(/;|&&/))
    .map((line) => /^(?:\w+=\S+ )*(?:bin\/)?baiup ([a-z].*)$/.exec(line.trim())?.[1]?.trim() ?? '')
    .filter((line) => line !== '');
}

/** What is wrong with a command as it is written; undefined where nothing is. */
function flaw(typed: string): string | undefined {
  const words = typed.split(/\s+/);
  const name = [2, 1]
    .map((count) => `baiup ${words.slice(0, count).join(' ')}`)
    .find((each) => flags.has(each));
  if (name === undefined) return `${typed}: there is no such command`;
  const known = flags.get(name);
  const wrong = words.filter((word) => /^--?[a-z]/.test(word) && !known?.has(word.replace(/[=,.…].*$/, '')));
  return wrong.length > 0 ? `${typed}: ${name} has no ${wrong.join(', ')}` : undefined;
}

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((path) => path.endsWith('.md') && path !== 'trials.md')
    .map((path) => `docs/${path}`),
];

describe('commands in the docs', () => {
  it.each(pages)('%s tells only what baiup takes', (page) => {
    const wrong = commandsIn(readFileSync(join(root, page), 'utf8')).flatMap((typed) => flaw(typed) ?? []);
    expect(wrong).toEqual([]);
  });

  it('are found and judged', () => {
    const text =
      'Type `baiup apply plan.json --yess`.\n```\nbaiup frob r-1   # what?\nbaiup plan 24.09.4 -o plan.json\n```\n';
    expect(commandsIn(text).map(flaw)).toEqual([
      'frob r-1: there is no such command',
      undefined,
      'apply plan.json --yess: baiup apply has no --yess',
    ]);
  });
});
