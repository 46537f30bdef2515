import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Session } from './session.ts';
import { isMeant, type SessionFilter } from './session-filter.ts';

const now = Date.parse('2026-01-10T00:00:00Z');
const session: Session = {
  ...{ id: '1', name: 'train', kind: 'batch', status: 'RUNNING', owner: 'Ana@example.com', accessKey: 'AK1' },
  ...{
    project: 'vision',
    resourceGroup: 'gpu',
    image: 'registry/stable/python:3.9',
    label: 'nightly',
    agents: ['i-1', 'i-2'],
  },
  ...{ created: now - 3600_000, slots: { cpu: 1 } },
};

describe('isMeant', () => {
  it.each<[SessionFilter, boolean]>([
    [{}, true],
    [{ owner: ['ana@example.com'] }, true],
    [{ owner: ['ak1'] }, true],
    [{ owner: ['bo@example.com', 'ana@example.com'] }, true],
    [{ owner: ['bo@example.com'] }, false],
    [{ owner: ['ana'] }, false],
    [{ project: ['vision'] }, true],
    [{ project: ['vision'], owner: ['bo'] }, false],
    [{ image: ['python'] }, true],
    [{ image: ['PYTHON:3.9'] }, true],
    [{ image: ['julia'] }, false],
    [{ label: ['Nightly'] }, true],
    [{ label: ['night'] }, false],
    [{ kind: ['interactive', 'batch'] }, true],
    [{ kind: ['inference'] }, false],
    [{ status: ['running'] }, true],
    [{ status: ['run'] }, false],
    [{ agent: ['i-2'] }, true],
    [{ agent: ['i-3'] }, false],
    [{ resourceGroup: ['gpu'] }, true],
    [{ resourceGroup: ['cpu'] }, false],
    [{ session: ['train'] }, true],
    [{ session: ['1'] }, true],
    [{ session: ['2'] }, false],
    [{ pending: true }, false],
    [{ olderThan: 3599 }, true],
    [{ olderThan: 3600 }, false],
  ])('%j: %s', (filter, meant) => {
    expect(isMeant(session, filter, now)).toBe(meant);
  });

  it('nothing that a session has no value for is meant by a word', () => {
    const { owner: _o, project: _p, image: _i, resourceGroup: _r, created: _c, ...bare } = session;
    const unknown: SessionFilter[] = [
      { project: [''] },
      { image: [''] },
      { resourceGroup: [''] },
      { olderThan: 0 },
    ];
    expect(unknown.filter((filter) => isMeant({ ...bare, agents: [] }, filter, now))).toEqual([]);
    expect(isMeant({ ...bare, agents: [] }, { agent: [''] }, now)).toBe(false);
  });

  it('what waits is meant by pending', () => {
    expect(isMeant({ ...session, status: 'PENDING' }, { pending: true }, now)).toBe(true);
  });

  it('more words of one kind never mean fewer sessions, and more kinds never mean more', () => {
    const word = fc.constantFrom('batch', 'inference', 'vision', 'i-1', 'ana@example.com', 'nobody');
    const words = fc.array(word, { minLength: 1, maxLength: 3 });
    const filter = fc.record(
      { owner: words, project: words, kind: words, agent: words },
      { requiredKeys: [] },
    ) as fc.Arbitrary<SessionFilter>;
    const key = fc.constantFrom('owner', 'project', 'kind', 'agent');
    fc.assert(
      fc.property(filter, key, word, (given, which, more) => {
        const meant = isMeant(session, given, now);
        const widened = { ...given, [which]: [...(given[which as 'owner'] ?? []), more] };
        const { [which as 'owner']: _gone, ...loosened } = given;
        if (given[which as 'owner'] !== undefined && meant) expect(isMeant(session, widened, now)).toBe(true);
        if (meant) expect(isMeant(session, loosened, now)).toBe(true);
      }),
    );
  });
});
