import { describe, expect, it } from 'vitest';
import { type Announcement, announced, announcing } from './announcement-keys.ts';
import { announcementMoments, announcementTexts, declaredAnnouncement } from './announcement-texts.ts';

/** As `get_announcement` of 22.09 to 26.04 reads it. */
const oldManager = ({ single }: Announcement) => ({ enabled: single !== undefined, message: single ?? '' });

describe('what managers keep of an announcement', () => {
  it.each<[string, Announcement, boolean, string]>([
    ['nothing', {}, false, ''],
    ['one key of an older release', { single: 'hello' }, true, 'hello'],
    ['two keys of a newer release', { message: 'hello', enabled: 'true' }, true, 'hello'],
    ['a text that is switched off', { message: 'hello', enabled: 'false' }, false, 'hello'],
    ['the new form over the old one', { single: 'old', message: 'new', enabled: 'true' }, true, 'new'],
    ['a text of the new form alone', { message: 'hello' }, false, 'hello'],
    ['a switch of the new form alone', { single: 'old', enabled: 'false' }, false, 'old'],
  ])('%s is read as managers read it', (_what, keys, enabled, message) => {
    expect(announced(keys)).toEqual({ enabled, message });
  });

  it.each<[string, Announcement, boolean]>([
    ['nothing', {}, true],
    ['the old form', { single: 'hello' }, true],
    ['the new form, switched off', { message: 'hello', enabled: 'false' }, false],
    ['half of the new form', { single: 'old', enabled: 'false' }, false],
  ])('over %s a text is one that users read', (_what, before, isOld) => {
    const keys = announcing('soon', before);
    expect(announced(keys)).toEqual({ enabled: true, message: 'soon' });
    if (isOld) expect(oldManager(keys)).toEqual({ enabled: true, message: 'soon' });
  });
});

describe('how a cluster file wants announcements', () => {
  it.each([
    [{}, true],
    [{ zone: 'Asia/Seoul', texts: { late: 'Later, since {stopped}.' } }, true],
    [{ zone: 'Mars/Olympus' }, false],
    [{ texts: { late: 'until {tomorrow}' } }, false],
    [{ texts: { late: ' ' } }, false],
    [{ texts: { never: 'x' } }, false],
    [{ texts: { late: 'x'.repeat(4001) } }, false],
  ])('%j is taken: %s', (declared, isTaken) => {
    expect(declaredAnnouncement.safeParse(declared).success).toBe(isTaken);
  });

  it('baiup’s own texts are texts that an operator may write', () => {
    expect(Object.keys(announcementTexts)).toEqual([...announcementMoments]);
    expect(declaredAnnouncement.safeParse({ texts: announcementTexts }).error).toBeUndefined();
  });
});
