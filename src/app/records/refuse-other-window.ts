import { type AnnouncedWindow, isOfUpgrade } from '../../core/cluster/announced-window.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';

type Asked = Pick<AnnouncedWindow, 'from' | 'to'> & Partial<Pick<AnnouncedWindow, 'at' | 'who'>>;

/**
 * Refuses to replace or remove the window of another upgrade, and to move one that another operator has set.
 * @throws BaiupError `window.of-another` (exit 2)
 */
export function refuseOtherWindow(known: AnnouncedWindow, asked: Asked): void {
  const { from, to, at, who } = known;
  const isSame = isOfUpgrade(known, asked);
  if (isSame && (asked.at === undefined || asked.at === at || asked.who === who)) return;
  throw new BaiupError('window.of-another', `${who} has announced the upgrade ${from} → ${to} for ${at}`, {
    exit: exitCode.refused,
    hint: isSame
      ? `keep that time: --at ${at}; or ask ${who}, and move it with --take-over`
      : `ask ${who}; to take that announcement away on purpose, add --take-over`,
    left: 'nothing was changed: that announcement stays',
  });
}
