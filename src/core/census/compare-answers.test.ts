import { describe, expect, it } from 'vitest';
import { parseVersion } from '../versions/parse-version.ts';
import type { ApiPart } from './api-part.ts';
import { compareAnswers, differingParts, missingOf, ofUsers, type StillHeld } from './compare-answers.ts';
import { explainsAnswer } from './explained-api.ts';
import { lossInWords } from './loss-in-words.ts';

const who = { role: 'user', domain: 'default', project: 'vision' };
const part = (what: string, keys: readonly string[] | Record<string, string>, more = {}): ApiPart => ({
  what,
  who,
  accessKey: 'AK',
  rows: Array.isArray(keys)
    ? Object.fromEntries(keys.map((key) => [key, '']))
    : (keys as Record<string, string>),
  ...more,
});
const silent = (what: string, trouble = 'GET /folders answered 500'): ApiPart => ({
  what,
  who,
  accessKey: 'AK',
  trouble,
});
const hop = { from: parseVersion('24.03.11'), to: parseVersion('24.09.4') };
/** The database holds all that it held. */
const all: StillHeld = new Map(
  [...ofUsers].map((what) => [what, new Set(['cr/python:3@x86_64', 'a@b', '1', '2'])]),
);
const compared = (before: ApiPart, after: ApiPart | undefined, held = all) =>
  compareAnswers([before], after ? [after] : [], { ...hop, held });
const said = (...how: Parameters<typeof compared>) => compared(...how).lost.map(lossInWords);

describe('what the API answers beside what it answered', () => {
  it('is counted by question', () => {
    const admin = { ...part('presets', ['a']), accessKey: 'AK2' };
    const other = { ...part('images', ['a', 'b']), accessKey: 'AK3' };
    const parts = [part('images', ['a']), other, admin];
    expect(compareAnswers(parts, parts, { ...hop, held: all })).toEqual({
      counts: [
        { among: 'images', before: 3, after: 3 },
        { among: 'presets', before: 1, after: 1 },
      ],
      lost: [],
      explained: [],
      unanswered: [],
      resting: [],
    });
  });

  it.each<[string, ApiPart, ApiPart | undefined, string]>([
    [
      'an image whose status the new manager hides',
      part('images', ['cr/python:3@x86_64', 'cr/r:4@x86_64']),
      part('images', ['cr/r:4@x86_64']),
      'cr/python:3@x86_64 of the images of a user of default/vision is gone',
    ],
    [
      'folders that no storage-proxy lists any more',
      part('readable folders', { '1': 'data' }),
      silent('readable folders'),
      'readable folders of a user of default/vision: the API does not answer any more: GET /folders answered 500',
    ],
    [
      'a folder host that is not found any more',
      part('folder hosts', ['local:volume1']),
      part('folder hosts', []),
      'local:volume1 of the folder hosts of a user of default/vision is gone',
    ],
    [
      'a preset without a slot',
      part('presets', { small: 'cpu 1, cuda.device 1' }),
      part('presets', { small: 'cpu 1' }),
      'small of the presets of a user of default/vision is cpu 1 instead of cpu 1, cuda.device 1',
    ],
    [
      'a limit that does not bound any more',
      part('limits', { 'of the keypair': 'cpu 4' }),
      part('limits', { 'of the keypair': '' }),
      'of the keypair of the limits of a user of default/vision is  instead of cpu 4',
    ],
    [
      'a resource group that nobody gave',
      part('resource groups', ['default']),
      part('resource groups', ['default', 'gpu']),
      'gpu of the resource groups of a user of default/vision was not there before',
    ],
    [
      'a project that is called as what every object has',
      part('projects', []),
      part('projects', ['constructor']),
      'constructor of the projects of a user of default/vision was not there before',
    ],
    [
      'a preset that is, and is gone',
      part('presets', { valueOf: 'cpu 1' }),
      part('presets', {}),
      'valueOf of the presets of a user of default/vision is gone',
    ],
    [
      'a user whose role reads otherwise',
      part('users', { 'a@b': 'admin' }),
      part('users', { 'a@b': 'user' }),
      'a@b of the users of a user of default/vision is user instead of admin',
    ],
    [
      'a keypair that lets nobody in',
      part('projects', ['vision']),
      silent('projects', '401'),
      'projects of a user of default/vision: the API does not answer any more: 401',
    ],
    [
      'a quota that bounds no more',
      part('folder quotas', { 'user:1 on v': '1024 bytes' }),
      part('folder quotas', { 'user:1 on v': 'no bytes' }),
      'user:1 on v of the folder quotas of a user of default/vision is no bytes instead of 1024 bytes',
    ],
  ])('differs in %s, where the database counts the same', (_what, before, after, text) => {
    expect(said(before, after)).toEqual([text]);
  });

  it('does not differ in what users make, or take away themselves', () => {
    const before = part('folders', { '1': 'data', '2': 'old' });
    expect(
      said(before, part('folders', { '1': 'data', '3': 'new' }), new Map([['folders', new Set<string>()]])),
    ).toEqual([]);
    expect(missingOf([before], [part('folders', { '1': 'data' })])).toEqual(new Map([['folders', ['2']]]));
    expect(missingOf([part('presets', ['small'])], [part('presets', [])]).size).toBe(0);
  });

  it.each<[string, ApiPart, ApiPart]>([
    [
      'a new name that a user has given a folder',
      part('folders', { '1': 'data' }),
      part('folders', { '1': 'models' }),
    ],
    [
      'a new name of one whose files are listed',
      part('readable folders', { '1': 'data' }),
      part('readable folders', { '1': '' }),
    ],
    [
      'a folder that another user shares no more',
      part('folders', { '1': 'shared', '2': '' }),
      part('folders', { '2': '' }),
    ],
  ])('does not differ in %s', (_what, before, after) => {
    expect(said(before, after)).toEqual([]);
    expect(missingOf([before], [after]).size).toBe(0);
  });

  it('differs in a folder of a user or project that is listed no more, and still is in the database', () => {
    const before = part('folders', { '1': '', '2': 'shared' });
    expect(said(before, part('folders', {}))).toEqual([
      '1 of the folders of a user of default/vision is gone',
    ]);
  });

  it('does not differ in endpoints that were no better, and tells of those with no session ready', () => {
    const words = { a: '', b: 'serves', c: 'does not answer', d: 'answers' };
    const before = part('endpoints', words);
    expect(
      compared(before, part('endpoints', { a: 'answers', b: 'does not answer', c: 'serves', d: 'serves' })),
    ).toMatchObject({
      lost: [],
      resting: [],
    });
    const after = part('endpoints', { a: '', b: '', c: '', d: '' });
    expect(compared(before, after)).toMatchObject({ lost: [], resting: ['b', 'c', 'd'] });
    expect(differingParts([before, part('images', ['a'])], [after, part('images', ['a'])])).toEqual([before]);
  });

  it('differs in an endpoint that its proxy leads nowhere, unless that is one that forgets them', () => {
    const before = part('endpoints', { 'chat 1': 'answers' });
    const after = part('endpoints', { 'chat 1': 'does not answer' });
    const across = (from: string, to: string) =>
      compareAnswers([before], [after], { from: parseVersion(from), to: parseVersion(to), held: all });
    expect(across('25.13.4', '25.14.0').lost.map(lossInWords)).toEqual([
      'chat 1 of the endpoints of a user of default/vision is does not answer instead of answers',
    ]);
    for (const [from, to] of [
      ['24.03.11', '24.09.4'],
      ['25.12.1', '25.13.4'],
    ] as const)
      expect(across(from, to)).toMatchObject({
        lost: [],
        explained: [{ key: 'chat 1', reason: expect.stringContaining('wsproxy forgets endpoints') }],
      });
    // One that is gone from the list is another matter.
    const held = new Map([['endpoints', new Set(['chat 1'])]]);
    expect(compareAnswers([before], [part('endpoints', {})], { ...hop, held }).lost).toHaveLength(1);
  });

  it('is not compared where the keypair is gone, which the census counts', () => {
    expect(compared(part('projects', ['vision']), undefined)).toMatchObject({
      lost: [],
      unanswered: ['projects of a user of default/vision: the keypair that asked is gone'],
    });
  });

  it('is not compared where nothing was answered before', () => {
    expect(compared(silent('images'), silent('images'))).toMatchObject({
      lost: [],
      unanswered: ['images of a user of default/vision: GET /folders answered 500'],
    });
  });

  it.each([
    ['22.09.19', '23.09.11', true],
    ['25.06.17', '25.12.1', true],
    ['24.03.11', '24.09.4', false],
    ['25.12.1', '25.19.2', false],
    ['22.09.19', '25.19.2', false],
  ])('has keypairs of users in no project from %s, and none in %s: %s', (from, to, isExplained) => {
    const asked = { what: 'keypairs', kind: 'row-missing' as const, key: 'AK' };
    const known = explainsAnswer(asked, { from: parseVersion(from), to: parseVersion(to) });
    expect(known !== undefined).toBe(isExplained);
  });

  it('is explained by the releases alone, with a source', () => {
    const known = [
      {
        what: 'images',
        kinds: ['row-missing' as const],
        from: '<24.09',
        to: '>=24.09',
        only: /^cr\//,
        reason: 'hidden',
        source: 'x.py',
      },
    ];
    const asked = { what: 'images', kind: 'row-missing' as const, key: 'cr/python' };
    expect(explainsAnswer(asked, hop, known)).toMatchObject({ reason: 'hidden', source: 'x.py' });
    for (const other of [
      { ...asked, what: 'presets' },
      { ...asked, key: 'x' },
      { ...asked, kind: 'cell-other' as const },
    ])
      expect(explainsAnswer(other, hop, known)).toBeUndefined();
    expect(explainsAnswer(asked, { ...hop, from: hop.to }, known)).toBeUndefined();
  });
});
