import { expect, it } from 'vitest';
import { parseRevision } from './parse-revision.ts';

it.each([
  ['the first', 'revision = "a1"\ndown_revision = None\n', { id: 'a1', down: [] }],
  [
    'a plain one',
    '"""x\n\nRevision ID: q\nRevises: w\n"""\nrevision = \'b2\'\ndown_revision = "a1"\n',
    { id: 'b2', down: ['a1'] },
  ],
  [
    'a merge',
    'revision = "c3"\ndown_revision = ("a1", "b2")\nbranch_labels = None',
    { id: 'c3', down: ['a1', 'b2'] },
  ],
  [
    'a merge over lines',
    'revision = "c3"\ndown_revision = (\n    "a1",  # old "zz"\n    "b2",\n)\n',
    { id: 'c3', down: ['a1', 'b2'] },
  ],
  [
    'typed names',
    'revision: str = "d4"\ndown_revision: Union[str, None] = "c3"  # noqa: "x"\n',
    { id: 'd4', down: ['c3'] },
  ],
  [
    'a dependency',
    'revision = "e5"\ndown_revision = "d4"\ndepends_on = ["b2"]\n',
    { id: 'e5', down: ['d4', 'b2'] },
  ],
  [
    'deeper code',
    'revision = "f6"\ndown_revision = "e5"\ndef f():\n    revision = "g7"\n',
    { id: 'f6', down: ['e5'] },
  ],
])('%s', (_name, source, revision) => {
  expect(parseRevision(source)).toEqual(revision);
});

it('passes over a file that holds none', () => {
  expect(parseRevision('import sqlalchemy as sa\n')).toBeUndefined();
});
