import { expect, it } from 'vitest';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { questionsOf } from './known-questions.ts';

it('knows what a revision asks, and that most ask nothing', () => {
  expect(questionsOf(['26d0c387e764', 'f8a71c3bffa2', '1d42c726d8a3'])).toMatchObject([
    { revision: 'f8a71c3bffa2', answer: 'a' },
  ]);
  expect(questionsOf(['1d42c726d8a3'])).toEqual([]);
});

it('knows revisions that releases have', () => {
  const all = loadCatalog().releases.flatMap(({ schema }) => schema.revisions.map(({ id }) => id));
  const [question] = questionsOf(all);
  expect(question?.source).toBeTruthy();
});
