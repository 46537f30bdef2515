import { describe, expect, it } from 'vitest';
import { type Connection, type Source, Stream } from './stream.ts';

/** Connections that a test opens, breaks and talks through, and a clock that it moves. */
function world() {
  const opened: string[] = [];
  const ticks: (() => void)[] = [];
  const state = { now: 0, closed: 0 };
  let open = (): void => undefined;
  let trouble = (_isOver: boolean): void => undefined;
  let heard = new Map<string, (data: unknown, id: string) => void>();
  const wires = {
    open: (path: string): Source => {
      opened.push(path);
      heard = new Map();
      return {
        listen: (event, act) => void heard.set(event, act),
        onOpen: (act) => {
          open = act;
        },
        onTrouble: (act) => {
          trouble = act;
        },
        close: () => {
          state.closed += 1;
        },
      };
    },
    every: (act: () => void) => {
      ticks.push(act);
      return () => undefined;
    },
    now: () => state.now,
  };
  const told: [string, unknown][] = [];
  const connections: Connection[] = [];
  const stream = new Stream(
    {
      events: ['events', 'beat'],
      onEvent: (event, data) => told.push([event, data]),
      onConnection: (connection) => connections.push(connection),
    },
    wires,
  );
  return {
    ...{ stream, opened, told, connections, state },
    say: (event: string, data: unknown, id = '') => heard.get(event)?.(data, id),
    earlier: () => heard,
    opens: () => open(),
    breaks: (isOver = false) => trouble(isOver),
    wait: (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) {
        state.now += 1000;
        for (const tick of ticks) tick();
      }
    },
  };
}

describe('the stream of a tab', () => {
  it('follows a run, and asks once however often it is told to', () => {
    const { stream, opened } = world();
    stream.follow('r-1');
    stream.follow('r-1');
    expect(opened).toEqual(['/api/stream?run=r-1']);
  });

  it('goes on after the last that it took, where nothing was heard for a quarter of a minute', () => {
    const { stream, opened, say, wait, connections, opens } = world();
    stream.follow('r-1');
    opens();
    say('events', [1], '41');
    say('events', [2], '42.a');
    wait(14);
    expect(opened).toHaveLength(1);
    wait(2);
    expect(opened[1]).toBe('/api/stream?run=r-1&after=42.a');
    expect(connections.map(({ kind }) => kind)).toEqual(['open', 'lost']);
    say('beat', {});
    expect(connections.at(-1)).toEqual({ kind: 'open' });
  });

  it('hears a sign of life as one, and opens nothing anew', () => {
    const { stream, opened, say, wait } = world();
    stream.follow('r-1');
    for (let times = 0; times < 10; times += 1) {
      wait(10);
      say('beat', {});
    }
    expect(opened).toHaveLength(1);
  });

  it('passes over what an earlier connection still says', () => {
    const { stream, told, earlier, say } = world();
    stream.follow('r-1');
    const late = earlier().get('events');
    stream.follow('r-2');
    late?.(['old'], '7');
    say('events', ['new'], '1');
    expect(told).toEqual([['events', ['new']]]);
  });

  it('begins from the start with another run, and where an event was missing', () => {
    const { stream, opened, say } = world();
    stream.follow('r-1');
    say('events', [], '9');
    stream.follow('r-2');
    say('events', [], '3');
    stream.anew();
    expect(opened).toEqual(['/api/stream?run=r-1', '/api/stream?run=r-2', '/api/stream?run=r-2']);
  });

  it('tells apart a connection that is tried again and one that is refused', () => {
    const { stream, connections, breaks, opens, wait, opened } = world();
    stream.follow(undefined);
    opens();
    breaks();
    opens();
    breaks(true);
    wait(60);
    expect(connections.map(({ kind }) => kind)).toEqual(['open', 'lost', 'open', 'refused']);
    expect(opened).toHaveLength(1);
  });
});
