import { useContext } from 'preact/hooks';
import { clock, day, offsetText } from './clock.ts';
import { ShownZone } from './zone.ts';

interface MomentProps {
  /** ISO 8601. */
  readonly at: string;
  readonly withDay?: boolean;
}

/** A time in the zone that is shown; the other one on pointing at it. */
export function Moment({ at, withDay = false }: MomentProps) {
  const zone = useContext(ShownZone);
  const other = zone === 'utc' ? 'local' : 'utc';
  const name = other === 'utc' ? 'UTC' : offsetText(Date.parse(at));
  return (
    <time class="time" dateTime={at} title={`${day(at, other)} ${clock(at, other)} ${name}`}>
      {withDay ? `${day(at, zone)} ` : ''}
      {clock(at, zone)}
      {zone === 'utc' ? ' UTC' : ''}
    </time>
  );
}
