import { expect, it } from 'vitest';
import { uploadAt } from './upload.ts';

const folder = 'b9f9095b-a373-41a6-ba84-13d5ed11879d';

it.each([
  ['/vfroot/local/b9f9095ba37341a6ba8413d5ed11879d/.upload/s1', folder],
  ['/vfroot/local/user/u1/b9/f9/095ba37341a6ba8413d5ed11879d/.upload/s1', folder],
  ['/vfroot/local/odd/.upload/s1', undefined],
])('%s is written to %s', (path, id) => {
  expect(uploadAt('h', path)).toEqual({ host: 'h', path, ...(id ? { folder: id } : {}) });
});
