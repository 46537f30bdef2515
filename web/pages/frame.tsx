import type { ComponentChildren } from 'preact';
import type { Me } from '../../src/ui/server/wire.ts';
import type { Connection } from '../live/stream.ts';
import { useNow } from '../live/use-store.ts';
import { clock, offsetText, type Zone } from '../parts/clock.ts';
import { wholeSeconds } from '../parts/seconds.ts';

interface FrameProps {
  readonly me: Me;
  readonly connection: Connection;
  readonly page: string;
  readonly zone: Zone;
  readonly onZone: (zone: Zone) => void;
  /** What those who hear the page are told. */
  readonly said: string;
  readonly children: ComponentChildren;
}

function ConnectionNote({ connection }: Pick<FrameProps, 'connection'>) {
  const now = useNow(connection.kind === 'lost');
  switch (connection.kind) {
    case 'opening':
      return <span class="link-state">connecting…</span>;
    case 'open':
      return (
        <span class="link-state is-open">
          <span aria-hidden="true">●</span> live
        </span>
      );
    case 'refused':
    case 'lost':
      return (
        <span class="link-state is-lost">
          <span aria-hidden="true">○</span> not live
          {connection.kind === 'lost'
            ? `: nothing heard for ${wholeSeconds((now - connection.since) / 1000)}`
            : ''}
        </span>
      );
    default:
      return connection satisfies never;
  }
}

const pages = [
  ['now', '/', 'Now'],
  ['cluster', '/cluster', 'Cluster'],
  ['plan', '/plan', 'Plan'],
  ['runs', '/runs', 'History'],
] as const;

function TimeButton({ zone, onZone }: Pick<FrameProps, 'zone' | 'onZone'>) {
  const now = useNow(true);
  return (
    <button type="button" class="small clock" onClick={() => onZone(zone === 'utc' ? 'local' : 'utc')}>
      <span class="time">{clock(now, zone)}</span> {zone === 'utc' ? 'UTC' : `local, ${offsetText(now)}`}
      <span class="heard">; show times in {zone === 'utc' ? 'local time' : 'UTC'}</span>
    </button>
  );
}

/** What is around every page: where one can go, who one is, and whether what is shown is now. */
export function Frame({ me, connection, page, zone, onZone, said, children }: FrameProps) {
  return (
    <>
      <a class="skip" href="#main">
        To the content
      </a>
      <div class="bar">
        <span class="brand">baiup</span>
        <nav aria-label="Pages">
          {pages.map(([name, path, title]) => (
            <a key={name} href={path} aria-current={page === name ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
        <span class="who">
          <ConnectionNote connection={connection} />
          <TimeButton zone={zone} onZone={onZone} />
          <span class="user">
            {me.user.name}, {me.user.role}
          </span>
        </span>
      </div>
      <p class="heard" role="status" aria-live="polite">
        {said}
      </p>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
