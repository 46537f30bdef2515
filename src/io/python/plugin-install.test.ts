import { expect, it } from 'vitest';
import { wheelVersion } from './plugin-install.ts';

const files = [
  'backend.ai_accelerator_mock-25.9.0-py3-none-any.whl',
  'backend_ai_accelerator_mock-25.19.2-cp313-cp313-manylinux_2_28_x86_64.whl',
  'backend_ai_accelerator_mock-25.19.2-1-py3-none-any.whl',
  'backend_ai_accelerator_mock_more-99.0-py3-none-any.whl',
  'backend-ai-accelerator-mock-25.10.0.tar.gz',
  'notes.txt',
];

it.each([
  ['25.9.0', '25.9.0'],
  ['25.10.0', '25.10.0'],
  ['26.2.5', '25.19.2'],
])('of a folder of wheels %s is asked for and %s is taken', (wished, taken) => {
  expect(wheelVersion(files, 'backend-ai-accelerator-mock', wished)).toBe(taken);
});

it('a folder without a wheel of that name has none', () => {
  expect(wheelVersion(files, 'backend-ai-accelerator', '25.19.2')).toBeUndefined();
});
