import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunView } from '../../core/run/view.ts';
import { inProcessEngine } from './in-process.ts';
import type { Drive } from './port.ts';
import type { SimulatedCluster } from './simulated-cluster.ts';
import { type Life, live, newRun } from './simulated-life.ts';

const { advance, rollback } = inProcessEngine;
const [from, to] = ['24.03.10', '24.03.11'];
const turning = ['m1', 's1', 'w1'];

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'baiup-beside-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function newLife(fault: (cluster: SimulatedCluster) => void = () => undefined) {
  const wanted = { agents: 1, releases: [from, to], turn: 'beside', startTimeoutMs: 300 } as const;
  const { cluster, record } = await newRun(folder, wanted);
  for (const id of turning) cluster.mustServe.add(id);
  fault(cluster);
  const begin = (life: Life = {}, act: (drive: Drive) => Promise<RunView> = advance) =>
    live(cluster, record, act, life);
  return { cluster, record, begin };
}

const release = (version: string) => ({
  runs: { m1: version, a1: version, s1: version, w1: version },
  standIns: [],
  registered: ['nodes/manager/m1'],
  harm: [],
});

describe('members that turn beside their old programs', { timeout: 60_000 }, () => {
  it('serve at every moment, on the way there and back, and only agents are without service', async () => {
    const { cluster, begin } = await newLife();
    const view = await begin();
    expect(view).toMatchObject({ state: 'done' });
    expect(cluster.seen()).toMatchObject(release(to));
    const turn = (id: string, versions: readonly string[]) => [
      `let another ${id} serve at ${to}`,
      `stop ${id} ${versions[0]}`,
      `start ${id} ${versions[1]}`,
      `end the other ${id}`,
    ];
    for (const id of turning)
      expect(cluster.log.filter((line) => line.includes(` ${id}`))).toEqual(turn(id, [from, to]));
    expect(cluster.log.findIndex((line) => line.startsWith('let another s1'))).toBeGreaterThan(
      cluster.log.indexOf('end the other m1'),
    );
    const stops = (view as RunView).steps.filter(({ service }) => service === 'stopping');
    expect(stops.map(({ member }) => member)).toEqual(['a1']);
    cluster.log.length = 0;
    expect(await begin({}, rollback)).toMatchObject({ state: 'rolled-back' });
    expect(cluster.seen()).toMatchObject(release(from));
    for (const id of turning)
      expect(cluster.log.filter((line) => line.includes(` ${id}`))).toEqual(turn(id, [to, from]));
  });

  it.each(['m1', 'w1'])('go back without a moment of silence where the new %s does not start', async (id) => {
    const { cluster, begin } = await newLife((all) => void all.broken.add(`${id} ${to}`));
    expect(await begin()).toMatchObject({ state: 'failed' });
    expect(cluster.seen()).toMatchObject(release(from));
  });

  it('go back where a stand-in dies before the old program has stopped', async () => {
    const { cluster, begin } = await newLife();
    const view = await begin({
      drive: {
        onEvent: (event) => {
          if (event.kind === 'step.started' && event.step === '1.alone.m1') cluster.broken.add(`m1 ${to}`);
          if (event.kind === 'step.started' && event.step === '1.stand-in.w1') cluster.broken.add(`w1 ${to}`);
        },
      },
    });
    expect(view).toMatchObject({ state: 'failed' });
    expect(cluster.seen()).toMatchObject({ ...release(from), harm: expect.any(Array) });
    expect(cluster.harm.filter((line) => line.includes('w1'))).toEqual([]);
  });

  it.each([
    ['once the old one has gone', 'step.started', '1.switch'],
    ['once its stand-in has ended', 'step.finished', '1.alone'],
  ])('go back where the new program dies %s', async (_when, kind, verb) => {
    for (const id of turning) {
      const { cluster, begin } = await newLife();
      const onEvent: Drive['onEvent'] = (event) => {
        if (event.kind !== kind || !('step' in event) || event.step !== `${verb}.${id}`) return;
        cluster.broken.add(`${id} ${to}`);
        cluster.endStandIn(id);
        cluster.stop(id, false);
      };
      expect(await begin({ drive: { onEvent } })).toMatchObject({ state: 'failed' });
      expect(cluster.seen()).toMatchObject({ ...release(from), harm: [`nobody serves for ${id}`] });
    }
  });

  it.each<[string, (drive: Drive) => Promise<RunView>, string, string]>([
    ['an upgrade goes on to its end', advance, 'done', to],
    ['a rollback goes on to its end', rollback, 'rolled-back', from],
  ])('killed at any instant, %s, and somebody serves at every moment', async (_what, act, state, version) => {
    for (let instants = 0; ; instants += 1) {
      const { cluster, begin } = await newLife();
      if (act === rollback) await begin();
      const first = await begin({ instants, seed: 1 }, act);
      if (first !== 'killed') {
        expect(instants).toBeGreaterThan(100);
        return;
      }
      const view = (await begin({ seed: 1 + instants }, act)) as RunView;
      expect({ instants, state: view.state, ...cluster.seen() }).toMatchObject({
        instants,
        state,
        ...release(version),
      });
    }
  });
});
