import { describe, expect, it } from 'vitest';
import type { Node } from '../../core/plan/frontier.ts';
import { runGraph } from './graph.ts';

const never = { done: new Set<string>(), paused: () => false };
const node = (id: string, ...needs: string[]): Node => ({ id, needs });

describe('runGraph', () => {
  it('runs what can run at once, and nothing before its needs', async () => {
    const log: string[] = [];
    const work = async (id: string): Promise<void> => {
      log.push(`+${id}`);
      await new Promise((resolve) => setTimeout(resolve, id === 'a' ? 20 : 5));
      log.push(`-${id}`);
    };
    const end = await runGraph([node('c', 'a', 'b'), node('a'), node('b')], work, never);
    expect(end).toEqual({ paused: false });
    expect(log).toEqual(['+a', '+b', '-b', '-a', '+c', '-c']);
  });

  it('starts nothing after a failure but waits for what runs', async () => {
    const ended: string[] = [];
    const work = async (id: string): Promise<void> => {
      if (id === 'bad') throw new Error('no');
      await new Promise((resolve) => setTimeout(resolve, 10));
      ended.push(id);
    };
    const end = await runGraph([node('bad'), node('beside'), node('after', 'beside')], work, never);
    expect(end.failed).toEqual({ id: 'bad', error: new Error('no') });
    expect(ended).toEqual(['beside']);
  });

  it('stops when asked to, after the running step', async () => {
    const ran: string[] = [];
    const work = async (id: string): Promise<void> => void ran.push(id);
    const end = await runGraph([node('a'), node('b', 'a')], work, {
      done: new Set(),
      paused: () => ran.length === 1,
    });
    expect(ran).toEqual(['a']);
    expect(end.paused).toBe(true);
  });

  it('skips what was done before', async () => {
    const ran: string[] = [];
    await runGraph([node('a'), node('b', 'a')], async (id) => void ran.push(id), {
      ...never,
      done: new Set(['a']),
    });
    expect(ran).toEqual(['b']);
  });

  it('goes on past work that is held, with all that does not need it', async () => {
    const ran: string[] = [];
    const work = async (id: string): Promise<string> => {
      ran.push(id);
      return id === 'bad' ? 'held' : 'done';
    };
    const nodes = [node('bad'), node('hangs', 'bad'), node('beside'), node('after', 'beside')];
    const end = await runGraph(nodes, work, never);
    expect(end).toEqual({ paused: true });
    expect(ran).toEqual(['bad', 'beside', 'after']);
  });

  it('runs ten thousand, and never more at once than it may', async () => {
    const ids = Array.from({ length: 10_000 }, (_each, index) => `m${index}`);
    const nodes = [
      ...ids.map((id, index): Node => ({ id, needs: [], hosts: [`h${index % 100}`] })),
      { id: 'all', needs: ids, barrier: true },
      ...ids.map((id): Node => ({ id: `after ${id}`, needs: ['all'] })),
    ];
    let [running, most, ran] = [0, 0, 0];
    const work = async (): Promise<void> => {
      running += 1;
      ran += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    expect(await runGraph(nodes, work, never)).toEqual({ paused: false });
    expect({ ran, most }).toEqual({ ran: 20_000, most: 256 });
  });

  it('starts first what is furthest along, where not all can start', async () => {
    const ran: string[] = [];
    const nodes = [node('stop m'), node('stop a'), node('stop b'), node('dump', 'stop m')];
    const limits = { perHost: 1, inAll: 1 };
    await runGraph(nodes, async (id) => void ran.push(id), { ...never, limits });
    expect(ran).toEqual(['stop m', 'dump', 'stop a', 'stop b']);
  });

  it('names steps that wait for each other', async () => {
    await expect(runGraph([node('a', 'b'), node('b', 'a')], async () => undefined, never)).rejects.toThrow(
      'a, b',
    );
  });
});
