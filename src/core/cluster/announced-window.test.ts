import { expect, it } from 'vitest';
import { announcedWindow } from './announced-window.ts';

const at = new Date(Date.UTC(2026, 10, 29, 2)).toISOString();
const window = { from: '24.03.11', to: '24.09.4', at, who: 'ana@desk', before: {}, ours: [] };

it.each(['at', 'told', 'moved'])('is none whose time "%s" is no moment: nobody could show it', (key) => {
  expect(announcedWindow.safeParse({ ...window, [key]: at }).success).toBe(true);
  expect(announcedWindow.safeParse({ ...window, [key]: 'soon' }).success).toBe(false);
  expect(announcedWindow.safeParse({ ...window, [key]: '2026-13-29T02:00:00.000Z' }).success).toBe(false);
});
