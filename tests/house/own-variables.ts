import { afterAll } from 'vitest';

/** Files of one project share a process: each finds the variables as the first one did. */
const variables = { ...process.env };

afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
  Object.assign(process.env, variables);
});
