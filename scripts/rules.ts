import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../src/lib/errors.ts';
import { root } from './lib/baiup.ts';
import { readRules, rulesFiles } from './rules/read-rules.ts';
import { rulesText } from './rules/rules-text.ts';

/** Checks the rules and puts them into the one file that is read at run time: `bin/node scripts/rules.ts`. */
const folder = join(root, 'src/core/catalog/rules');
try {
  const rules = readRules(rulesFiles(folder));
  const text = rulesText(rules);
  writeFileSync(join(folder, 'rules.generated.json'), text);
  console.log(`${rules.length} rules, ${text.length} bytes`);
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
