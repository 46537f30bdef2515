import { expect, it } from 'vitest';
import { refuseConfiguration } from './refuse-configuration.ts';

const check = {
  component: 'storage-proxy',
  environment: '/e/storage-proxy-2',
  config: '/lent/1/s.toml',
  original: '/srv/s.toml',
  program: { arguments: ['-m', 'ai.backend.cli', 'strg', 'start-server'], cwd: '/srv', variables: {} },
} as const;

it.each([
  [
    'command',
    "No such command 'strg'.",
    /cannot be started by its service, as `python -m ai\.backend\.cli strg start-server`: No such command 'strg'\./,
    /`python -m ai\.backend\.storage\.server -f \/srv\/s\.toml`, which both releases know/,
  ],
  [
    'elsewhere',
    '/other.toml',
    /reads \/other\.toml instead of \/srv\/s\.toml$/,
    /as "config" in cluster\.yaml/,
  ],
] as const)('a service that starts it otherwise is refused: %s', (outcome, message, summary, hint) => {
  const said = { outcome, stage: 'load' as const, message, issues: [] };
  expect(() => refuseConfiguration(said, check)).toThrow(
    expect.objectContaining({
      code: `configuration.${outcome}`,
      exit: 2,
      hint: expect.stringMatching(hint),
      findings: [expect.objectContaining({ summary: expect.stringMatching(summary) })],
    }),
  );
});
