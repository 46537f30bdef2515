import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { simulatedServer } from '../../src/ui/server/simulated-server.ts';
import type { Task } from '../../src/ui/server/wire.ts';
import { addressOf, openPage, type Page } from './open-page.ts';
import { openSmallRuns, type SmallRuns } from './small-run.ts';

/** Secrets that an operator has, by where. None of them is in any answer of the server. */
const planted = {
  'the address of a webhook in cluster.yaml': 'https://hooks.invalid/T0-planted-hook-7f1',
  'the secret of a webhook in cluster.yaml': 'planted-signing-key-8a2',
  'a key of the API in cluster.yaml': 'planted-api-secret-93b',
  'a key in a configuration file': 'planted-toml-secret-a4c',
  'a variable of a service': 'planted-service-variable-b5d',
  'a variable of the server': 'planted-environment-c6e',
} as const;
const variable = 'BACKEND_SECRET_KEY';

let runs: SmallRuns;
let secrets: ReadonlyMap<string, string>;

async function plant({ small: { cluster, folder, address } }: SmallRuns): Promise<Map<string, string>> {
  const { file } = cluster;
  const hook = {
    name: 'chat',
    webhook: {
      url: planted['the address of a webhook in cluster.yaml'],
      secret: planted['the secret of a webhook in cluster.yaml'],
    },
    retryFor: 0,
  };
  const text = (await readFile(file, 'utf8')).replace(
    /secretKey: none/,
    `secretKey: ${planted['a key of the API in cluster.yaml']}`,
  );
  await writeFile(file, `${text}${stringify({ hooks: [hook] })}`, { mode: 0o600 });
  await appendFile(
    join(folder, 'manager.toml'),
    `\n[manager]\nsecret = "${planted['a key in a configuration file']}"\n`,
  );
  const service = join(folder, 'm1/service.json');
  const described = JSON.parse(await readFile(service, 'utf8'));
  const env = { ...described.env, SITE_TOKEN: planted['a variable of a service'] };
  await writeFile(service, JSON.stringify({ ...described, env }));
  process.env[variable] = planted['a variable of the server'];
  return new Map([...Object.entries(planted), ['the password of the database', address.password.reveal()]]);
}

beforeAll(async () => {
  runs = await openSmallRuns();
  secrets = await plant(runs);
});
afterAll(async () => {
  delete process.env[variable];
  await runs?.reset();
  await runs?.close();
});

/** Texts with what is packed in them: the journal in a report. */
function unpacked(text: string): string {
  const packed = [...text.matchAll(/"journal":\s*"([A-Za-z0-9+/=]{40,})"/g)].map(([, each = '']) => {
    try {
      return gunzipSync(Buffer.from(each, 'base64')).toString();
    } catch {
      return '';
    }
  });
  return [text, ...packed].join('\n');
}

const withoutRun = { steps: ['1.none'] };

/** Something to ask of each route, by how the server knows it; RUN and STEP are put in. */
const asks: Readonly<Record<string, readonly { readonly path: string; readonly body?: object }[]>> = {
  'GET /api/me': [{ path: '/api/me' }],
  'GET /api/cluster': [{ path: '/api/cluster' }, { path: '/api/cluster?fresh=1' }],
  'GET /api/check': [{ path: '/api/check' }, { path: '/api/check?to=24.09.4' }, { path: '/api/check?to=x' }],
  'GET /api/path': [{ path: '/api/path?from=24.03.11&to=24.09.4' }, { path: '/api/path?from=x' }],
  'GET /api/plan': [{ path: '/api/plan' }],
  'GET /api/plans': [{ path: '/api/plans' }],
  'GET /api/runs': [{ path: '/api/runs' }],
  'GET /api/runs/:run': [{ path: '/api/runs/RUN' }, { path: '/api/runs/none' }],
  'GET /api/runs/:run/stake': [{ path: '/api/runs/RUN/stake' }],
  'GET /api/runs/:run/plan': [{ path: '/api/runs/RUN/plan' }],
  'GET /api/runs/:run/events': [{ path: '/api/runs/RUN/events?limit=10000' }],
  'GET /api/runs/:run/steps/:step': [{ path: '/api/runs/RUN/steps/STEP' }, { path: '/api/runs/RUN/steps/x' }],
  'GET /api/runs/:run/report': ['html', 'md', 'json'].map((format) => ({
    path: `/api/runs/RUN/report?format=${format}`,
  })),
  'GET /api/stream': [],
  'GET /api/tasks': [{ path: '/api/tasks' }],
  'GET /metrics': [{ path: '/metrics' }],
  'GET /enter': [{ path: '/enter?token=guess' }],
  'GET /*': [{ path: '/' }, { path: '/nowhere' }],
  'POST /api/login': [{ path: '/api/login', body: { name: 'ana', password: 'guess' } }],
  'POST /api/plan': [{ path: '/api/plan', body: { to: '24.09.4' } }],
  'POST /api/plans/:name/serve': [{ path: '/api/plans/none/serve', body: {} }],
  'POST /api/rehearse': [{ path: '/api/rehearse', body: { plan: 'none' } }],
  'POST /api/apply': [{ path: '/api/apply', body: { plan: 'none', accept: [], optional: false } }],
  'POST /api/runs/:run/pause': [{ path: '/api/runs/RUN/pause', body: {} }],
  'POST /api/runs/:run/approve': [{ path: '/api/runs/RUN/approve', body: withoutRun }],
  'POST /api/runs/:run/resume': [{ path: '/api/runs/RUN/resume', body: {} }],
  'POST /api/runs/:run/abort': [{ path: '/api/runs/RUN/abort', body: { cluster: 'x' } }],
  'POST /api/runs/:run/rollback': [{ path: '/api/runs/RUN/rollback', body: { cluster: 'x' } }],
  'POST /api/logout': [{ path: '/api/logout', body: {} }],
};

/** Everything that a page can be told, by what was asked. */
async function allAnswers(page: Page, failed: string): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  const watched = page.watch(failed);
  const events = (await (await page.get(`/api/runs/${failed}/events`)).json()) as {
    events: { kind: string; step?: string }[];
  };
  const step = events.events.find(({ kind }) => kind === 'step.failed')?.step ?? '';
  expect(step).not.toBe('');
  for (const [route, each] of Object.entries(asks))
    for (const { path, body } of each) {
      const asked = path.replace('RUN', failed).replace('STEP', step);
      const told = body ? JSON.stringify(await page.post(asked, body)) : await (await page.get(asked)).text();
      answers.set(`${route} ${asked}`, unpacked(told));
      if (route === 'POST /api/rehearse') await delay(100);
    }
  watched.leave();
  answers.set('GET /api/stream', watched.text());
  return answers;
}

it('asks every route there is', async () => {
  const server = await simulatedServer();
  await server.end();
  expect([...new Set(server.routes)].sort()).toEqual(Object.keys(asks).sort());
});

// A busy machine is no fault.
it('no answer of the server holds a secret of the cluster file, of configuration or of the environment', {
  timeout: 300_000,
}, async () => {
  const run = await runs.begin('    raise Exception("this migration fails")');
  await runs.drive(['resume', run.id]).ends(1);
  const server = runs.drive(['serve', '--port', '0']);
  const page = await openPage(await addressOf(server));
  // A command that the server begins says much of the cluster, and fails: what it has said is told, too.
  await page.post('/api/plan', { to: '24.09.4' });
  await server.until('the plan has ended', async () => {
    const [task] = (await (await page.get('/api/tasks')).json()) as Task[];
    return task && task.state !== 'going' ? true : undefined;
  });
  const answers = await allAnswers(page, run.id);
  const all = [...answers.values()].join('\n');
  // What it tells is what it is to tell: a run with its failure and what was kept of it.
  expect(all).toContain('this migration fails');
  expect(answers.get(`GET /api/runs/:run/report /api/runs/${run.id}/report?format=html`)).toContain(
    '"kind":"step.failed"',
  );
  for (const [asked, told] of answers)
    for (const [what, secret] of secrets)
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
        expect(told.includes(form), `${asked} tells ${what}`).toBe(false);
});
