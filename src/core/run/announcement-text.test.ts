import { describe, expect, it } from 'vitest';
import { announcementMoments, announcementValues } from '../cluster/announcement-texts.ts';
import type { AnnouncementFacts } from './announced-values.ts';
import { announcementText } from './announcement-text.ts';

const facts: AnnouncementFacts = {
  cluster: 'lab',
  from: '24.03.11',
  to: '24.09.4',
  now: Date.parse('2026-11-28T23:58:00Z'),
  stopped: Date.parse('2026-11-28T23:59:00Z'),
  predicted: 300,
  predictedRange: [240, 420],
};

describe('an announcement', () => {
  it('tells the releases, and times of the zone with their offset', () => {
    expect(announcementText('stopped', facts, { zone: 'Asia/Seoul' })).toBe(
      'Backend.AI is being upgraded from 24.03.11 to 24.09.4. Its services stopped at 2026-11-29 08:59 Asia/Seoul (UTC+09:00). They are expected back at about 2026-11-29 09:04 Asia/Seoul (UTC+09:00), between 2026-11-29 09:03 Asia/Seoul (UTC+09:00) and 2026-11-29 09:06 Asia/Seoul (UTC+09:00).',
    );
  });

  it('tells the predicted length with its range, in UTC unless told', () => {
    expect(announcementText('before', facts)).toBe(
      'Backend.AI will soon be upgraded from 24.03.11 to 24.09.4. Its services will then be away for about 5m, between 4m and 7m. Please save your work. (Written at 2026-11-28 23:58 (UTC+00:00).)',
    );
  });

  it('never promises services for earlier than they are foreseen, also of a short stop', () => {
    const short = { ...facts, stopped: Date.parse('2026-11-28T23:59:10Z'), predictedRange: [3, 8] as const };
    const texts = { stopped: '{earliest} {latest}' };
    expect(announcementText('stopped', short, { texts })).toBe(
      '2026-11-28 23:59 (UTC+00:00) 2026-11-29 00:00 (UTC+00:00)',
    );
  });

  it('has the offset of its own moment where clocks change', () => {
    const at = (time: string) =>
      announcementText(
        'late',
        { ...facts, now: Date.parse(time) },
        { zone: 'America/New_York', texts: { late: '{now}' } },
      );
    expect(at('2026-11-01T05:30:00Z')).toBe('2026-11-01 01:30 America/New_York (UTC-04:00)');
    expect(at('2026-11-01T06:30:00Z')).toBe('2026-11-01 01:30 America/New_York (UTC-05:00)');
  });

  it('says it where a time is not known', () => {
    const { predicted: _predicted, predictedRange: _range, ...unknown } = facts;
    expect(announcementText('stopped', unknown)).toContain('at about a time that is not known yet');
  });

  it('is the operator’s own text where there is one, and values are never read as names', () => {
    const texts = { back: '{cluster}: {from} → {to} $& {{to}}' };
    const odd = { ...facts, cluster: '{to}' };
    expect(announcementText('back', odd, { texts })).toBe('{to}: 24.03.11 → 24.09.4 $& {24.09.4}');
    expect(announcementText('late', facts, { texts })).toContain('takes longer than expected');
  });

  it.each([
    ['2026-11-30T23:57:40Z', '48h'],
    ['2026-11-29T23:00:00Z', '23h2m'],
    ['2026-12-01T23:58:00Z', '3d'],
    ['2026-12-24T02:20:00Z', '25d2h'],
    ['2026-11-28T23:00:00Z', '0s'],
  ])('a window at %s begins in %s', (window, left) => {
    const planned = { ...facts, window: Date.parse(window) };
    expect(announcementText('planned', planned, { texts: { planned: '{left}' } })).toBe(left);
  });

  it('tells the time of a window, and how long it is until then', () => {
    const planned = { ...facts, window: Date.parse('2026-11-30T02:00:00Z') };
    expect(announcementText('planned', planned, { zone: 'Asia/Seoul' })).toBe(
      'Backend.AI will be upgraded from 24.03.11 to 24.09.4 at 2026-11-30 11:00 Asia/Seoul (UTC+09:00). Soon after that its services will be away for about 5m, between 4m and 7m. Please save your work before. (Written at 2026-11-29 08:58 Asia/Seoul (UTC+09:00), 26h2m before.)',
    );
  });

  // Clients of all releases render it as Markdown: the command line (rich) and the web page (markdown-to-jsx).
  it.each(announcementValues)('{%s} has nothing that Markdown or HTML reads as markup', (name) => {
    const planned = { ...facts, window: Date.parse('2026-11-30T02:00:00Z') };
    const texts = { planned: `{${name}}` };
    for (const zone of ['UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+3'])
      expect(announcementText('planned', planned, { zone, texts })).not.toMatch(
        /[*`[\]<>&!|~#\\]|__|:\/\/|^\s*\d+\. /,
      );
  });

  it.each(announcementMoments)('%s leaves no name in braces', (moment) => {
    expect(announcementText(moment, facts)).not.toMatch(/[{}]/);
  });
});
