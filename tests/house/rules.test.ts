import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRules, rulesFiles } from '../../scripts/rules/read-rules.ts';
import { rulesText } from '../../scripts/rules/rules-text.ts';
import { checks } from '../../src/app/checks/index.ts';
import { steps } from '../../src/app/steps/index.ts';
import { loadRules } from '../../src/core/catalog/rules/load-rules.ts';

const folder = join(import.meta.dirname, '../../src/core/catalog/rules');

describe('the rules', () => {
  it('are what is read at run time (bin/node scripts/rules.ts)', () => {
    const text = rulesText(readRules(rulesFiles(folder)));
    expect(readFileSync(join(folder, 'rules.generated.json'), 'utf8')).toBe(text);
  });

  it('name only checks and steps that exist', () => {
    const codes = new Set(checks.map(({ code }) => code));
    const kinds = new Set(steps.map(({ kind }) => kind));
    const dangling = loadRules().filter(
      ({ check, step }) =>
        (check !== undefined && !codes.has(check)) || (step !== undefined && !kinds.has(step)),
    );
    expect(dangling.map(({ id }) => id)).toEqual([]);
  });

  it('name only rules that exist', () => {
    const rules = loadRules();
    const ids = new Set(rules.map(({ id }) => id));
    const named = rules.flatMap(({ why, remedy }) =>
      [
        ...`${why} ${remedy}`.matchAll(
          /\((?:step )?([a-z]+(?:-[a-z0-9.]+)+)\)|the step ([a-z]+(?:-[a-z0-9.]+)+)/g,
        ),
      ].map(([, a, b]) => (a ?? b ?? '').replace(/\.$/, '')),
    );
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
  });
});

const sound = [
  '- id: some-risk',
  '  kind: risk',
  "  from: '<24.09'",
  "  to: '>=24.09'",
  '  components: [manager]',
  '  severity: warning',
  '  title: something may happen',
  '  why: because of this',
  '  remedy: do that',
  '  source: a change',
  '  evidence: seen',
  '  open: true',
];

/** An edit as a rule has it, with what it needs beside it. */
const edits = (edit: string): string =>
  `\n  step: configuration.patch\n  handled: it is changed\n  edits: [{ action: ${edit} }]`;

const problemsOf = (text: string): string => {
  try {
    readRules([{ name: 'some.yaml', text }]);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('a rules file with an error', () => {
  it('is fine without one', () => {
    expect(problemsOf(sound.join('\n'))).toBe('');
  });

  it.each([
    ["  from: '<24.09'", "  from: '<twenty'", /some\.yaml:3: from: "twenty" is not a Backend\.AI version/],
    ['  severity: warning', '  severity: bad', /some\.yaml:6: severity:/],
    ['  evidence: seen', '  evidence: told', /some\.yaml:11: evidence:/],
    ['  source: a change', '', /some\.yaml:1: source:/],
    ['  open: true', '', /some\.yaml:2: kind: a risk either names fixedIn or says open: true/],
    ['  open: true', '  fixedIn: [24.9.x]', /some\.yaml:12: fixedIn\.0:/],
    ['  open: true', '  open: true\n  step: schema.migrate', /some\.yaml:13: step: say in handled/],
    ['  open: true', '  open: true\n  runsBetween: yes please', /some\.yaml:13: runsBetween:/],
    ['  open: true', '  open: true\n  onlyRunning: true', /some\.yaml:13: onlyRunning: only a tombstone/],
    ['  kind: risk', '  kind: tombstone\n  runsBetween: true', /some\.yaml:3: runsBetween: a tombstone/],
    ['  open: true', '  open: true\n  edits: [{ action: paint, key: a.b }]', /some\.yaml:13: edits\.0/],
    [
      '  open: true',
      '  open: true\n  edits: [{ action: remove, key: a.b }]',
      /some\.yaml:13: edits: edits are made by the step configuration\.patch/,
    ],
    ['  open: true', `  open: true${edits('remove, key: a b')}`, /some\.yaml:15: edits\.0: a b is no key/],
    ['  open: true', `  open: true${edits('remove, key: a')}`, /edits\.0: say section and key/],
    ['  open: true', `  open: true${edits('rename, key: a.b, to: a.c')}`, /edits\.0: to is the last part/],
    [
      '  components: [manager]',
      `  components: [redis]${edits('remove, key: a.b')}`,
      /redis has no configuration/,
    ],
    ['  kind: risk', '  kind: risk\n  kindd: risk', /some\.yaml:1: .*kindd/],
    ['  kind: risk', '  kind: risk\n  when: back', /some\.yaml:3: when: only a step that is left/],
    [
      '  open: true',
      '  open: true\n  keys: [{ move: a/, to: [b/] }]',
      /some\.yaml:13: keys: the step configstore/,
    ],
    [
      '  open: true',
      '  open: true\n  keys: [{ move: a, to: [b/] }]',
      /some\.yaml:13: keys\.0\.move: a prefix/,
    ],
    [
      '  open: true',
      "  open: true\n  keys: [{ move: a/, to: ['b/{agent}/'] }]",
      /keys\.0\.to: \{agent\} are those/,
    ],
    ['  why: because of this', '  why: because: of this', /some\.yaml:8: /],
    ['- id: some-risk', 'id: some-risk', /some\.yaml:/],
  ])('%s → %s', (line, instead, problem) => {
    const text = sound.map((each) => (each === line ? instead : each)).filter((each) => each !== '');
    expect(problemsOf(text.join('\n'))).toMatch(problem);
  });

  it('is told of an id that is there twice', () => {
    expect(problemsOf([...sound, ...sound].join('\n'))).toMatch(/some-risk is there twice/);
  });
});
