import { describe, expect, it } from 'vitest';
import type { WorkloadsAnswer } from '../../../../app/actions/workloads.ts';
import type { FatedSession } from '../../../../core/workloads/fate.ts';
import type { Session } from '../../../../core/workloads/session.ts';
import { BaiupError } from '../../../../lib/errors.ts';
import { gather } from '../../../../lib/gather.ts';
import type { Paint } from '../../paint.ts';
import { textPieces } from './text-pieces.ts';
import { csvPieces, jsonlPieces, jsonPieces } from './workloads-pieces.ts';

const at = Date.parse('2026-01-02T00:00:00Z');
const session = (id: string, more: Partial<Session> = {}): Session => ({
  ...{ id, name: `n${id}`, kind: 'batch', status: 'RUNNING', accessKey: 'AK', owner: 'ana@example.com' },
  ...{ agents: ['i-1'], created: at - 3600_000, slots: { cpu: 2, mem: 2 ** 30 } },
  ...more,
});
const pending = session('3', { status: 'PENDING', info: 'no-available-instances', agents: [] });

function answer(
  batches: readonly (readonly FatedSession[])[],
  more: Partial<WorkloadsAnswer> = {},
): WorkloadsAnswer {
  return {
    ...{ cluster: 'lab', at, from: 'api', version: '24.03.11', agents: [], endpoints: [], folders: [] },
    ...{ tasks: [], uploads: [] },
    async *sessions() {
      yield* batches;
    },
    ...more,
  };
}

const whole = async (pieces: AsyncIterable<string>): Promise<string> => {
  const all = {
    async *[Symbol.asyncIterator]() {
      for await (const piece of pieces) yield [piece];
    },
  };
  return (await gather(all)).join('');
};
const plain: Paint = (_style, shown) => shown;
const text = (given: WorkloadsAnswer, how = { whole: true, verbose: false }) =>
  whole(textPieces(given, how, plain));

describe('documents', () => {
  it.each([
    ['nothing', [], [], []],
    ['only what runs', [[session('1'), session('2')]], ['1', '2'], []],
    ['only what waits', [[pending]], [], ['3']],
    ['both in one batch', [[session('1'), pending]], ['1'], ['3']],
    ['both in several', [[session('1')], [session('2'), pending], [pending]], ['1', '2'], ['3', '3']],
  ])('json is one whole document: %s', async (_what, batches, running, waiting) => {
    const document = JSON.parse(await whole(jsonPieces(answer(batches))));
    expect(document).toMatchObject({
      version: 1,
      cluster: 'lab',
      from: 'api',
      release: '24.03.11',
      endpoints: [],
    });
    const ids = (all: { id: string }[]) => all.map(({ id }) => id);
    expect([ids(document.sessions), ids(document.pending)]).toEqual([running, waiting]);
    expect(document.totals).toMatchObject({ running: running.length, pending: waiting.length });
  });

  it('says why it was not the API, and that nobody knows of folders', async () => {
    const why = new BaiupError('api.clock', 'off', { hint: 'set it' });
    const { version: _none, ...rest } = answer([], { from: 'database', why, folders: undefined });
    expect(JSON.parse(await whole(jsonPieces(rest)))).toMatchObject({
      from: 'database',
      why: { code: 'api.clock', message: 'off', hint: 'set it' },
      folders: null,
    });
  });

  it('jsonl: the last line says what is not known', async () => {
    const last = async (more: Partial<WorkloadsAnswer>) =>
      JSON.parse((await whole(jsonlPieces(answer([], more)))).trimEnd().split('\n').at(-1) ?? '').end.unknown;
    expect(await last({})).toEqual([]);
    expect(await last({ tasks: undefined, uploads: undefined })).toEqual(['tasks', 'uploads']);
    expect(await last({ folders: undefined })).toEqual(['folders']);
  });

  it('jsonl: each line is a document, the last one says so', async () => {
    const lines = (await whole(jsonlPieces(answer([[session('1')], [pending]])))).trimEnd().split('\n');
    expect(lines.map((line) => Object.keys(JSON.parse(line))[0])).toEqual([
      'workloads',
      'session',
      'session',
      'end',
    ]);
    expect(JSON.parse(lines[1] ?? '').session).toMatchObject({
      created: '2026-01-01T23:00:00.000Z',
      ageSeconds: 3600,
    });
  });

  it('csv: a head, then a line each', async () => {
    expect(
      (await whole(csvPieces(answer([[session('1', { name: '=cmd' })], [pending]])))).split('\r\n'),
    ).toEqual([
      'id,name,kind,status,info,owner,access_key,project,domain,resource_group,image,agents,created,age_seconds,ends_in_seconds,cpu,mem_bytes,other_slots,label,fate',
      "1,'=cmd,batch,RUNNING,,ana@example.com,AK,,,,,i-1,2026-01-01T23:00:00.000Z,3600,,2,1073741824,,,",
      '3,n3,batch,PENDING,no-available-instances,ana@example.com,AK,,,,,,2026-01-01T23:00:00.000Z,3600,,2,1073741824,,,',
      '',
    ]);
  });
});

it('what becomes of a session is told in every form where it was asked for', async () => {
  const fate = { name: 'is-ended', text: 'it is ended' } as const;
  const asked = answer([[{ ...session('1'), fate }]]);
  expect(JSON.parse(await whole(jsonPieces(asked))).sessions[0]).toMatchObject({ fate });
  expect((await whole(csvPieces(asked))).split('\r\n')[1]).toMatch(/,is-ended$/);
  expect(await text(asked)).toMatch(/ PROJECT {2}FATE .*\n.* is-ended /);
});

describe('text', () => {
  it('is a table, endpoints with their replicas, folders at work, and where it was read', async () => {
    const endpoint = {
      ...{ id: 'e', name: 'chat', replicas: 2, stage: 'created', owner: 'ana@example.com' },
      routes: [{ session: '1', status: 'healthy' }, { status: 'provisioning' }],
    };
    const folder = { id: 'f', name: 'data', status: 'cloning', host: 'local:volume1' };
    expect(
      await text(answer([[session('1')], [pending]], { endpoints: [endpoint], folders: [folder] })),
    ).toBe(`\
  NAME  KIND   STATUS   OWNER            PROJECT  AGE   ENDS IN  USES          AGENTS  IMAGE
  n1    batch  RUNNING  ana@example.com           1h0m           cpu=2 mem=1g  i-1
  n3    batch  PENDING (no-available-instances)  ana@example.com           1h0m           cpu=2 mem=1g

  ENDPOINT  REPLICAS  STAGE    OWNER            PROJECT
  chat      1/2       created  ana@example.com

  FOLDER  STATUS   OWNER  HOST
  data    cloning         local:volume1

Sessions: 1 running (1 batch), 0 on their way, 1 waiting; of 1 person; 1 endpoint.
Read through the managers' API (24.03.11).
`);
  });

  it('moves no cursor, whatever a session is called', async () => {
    const shown = await text(answer([[session('1', { name: '\u001b[2J\u009b1A\rroot' })]]));
    expect(shown).toContain('\\u001b[2J\\u009b1A\\u000droot');
    expect(shown.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('says why the API was not asked, and what to do', async () => {
    const why = new BaiupError('api.refused', 'Signature mismatch', { hint: 'check api.secretKey' });
    const { version: _none, ...rest } = answer([], { from: 'database', why });
    expect(await text(rest)).toBe(
      'Sessions: 0 running, 0 on their way, 0 waiting.\nRead from the database, read only.\nThe API does not serve: Signature mismatch\nNext: check api.secretKey\n',
    );
  });
});
