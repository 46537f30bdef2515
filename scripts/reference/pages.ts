import { type Application, type CommandContext, generateHelpTextForAllCommands } from '@stricli/core';
import { checks } from '../../src/app/checks/index.ts';
import { steps } from '../../src/app/steps/index.ts';
import { nothingToUndo } from '../../src/app/steps/step.ts';
import { application } from '../../src/ui/cli/application.ts';
import { clusterSchema } from './cluster-schema.ts';
import { errorsPage } from './errors/errors-page.ts';
import { eventsPage } from './events-page.ts';

const generated = 'Generated from the code by `npm run reference`; a test fails when it is stale.';

function commands(): string {
  const texts = generateHelpTextForAllCommands(application as unknown as Application<CommandContext>);
  const sections = texts.map(([name, text]) => `## ${name}\n\n\`\`\`\n${text.trimEnd()}\n\`\`\``);
  return ['# Commands', generated, ...sections].join('\n\n');
}

function stepTable(): string {
  const rows = steps.map(({ kind, undo, transient, asks, estimate }) => {
    const back =
      undo === nothingToUndo
        ? 'nothing to undo'
        : typeof undo === 'function'
          ? 'yes'
          : `no: ${undo.irreversible}`;
    return `| \`${kind}\` | ${back} | ${estimate} s | ${asks ? 'waits for approval' : transient ? 'done again when a run is resumed' : ''} |`;
  });
  return [
    '# Steps',
    generated,
    ['| step | way back | estimate | |', '|---|---|---|---|', ...rows].join('\n'),
  ].join('\n\n');
}

function checkList(): string {
  const rows = checks.map(({ code, fix }) => {
    const value = fix?.value;
    const command = value ? `\`--fix ${code}=${value.name}\`: ${value.brief}` : `\`--fix ${code}\``;
    return `| \`${code}\` | ${fix ? command : ''} |`;
  });
  const table = ['| check | `baiup check` fixes it by |', '|---|---|', ...rows].join('\n');
  return ['# Checks', generated, table].join('\n\n');
}

/** The reference pages, by the name of their file under docs/reference. */
export function referencePages(): Readonly<Record<string, string>> {
  return {
    'commands.md': `${commands()}\n`,
    'steps.md': `${stepTable()}\n`,
    'checks.md': `${checkList()}\n`,
    'errors.md': `${errorsPage()}\n`,
    'events.md': `${eventsPage()}\n`,
    'cluster.schema.json': clusterSchema(),
  };
}
