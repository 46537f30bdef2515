import { useContext } from 'preact/hooks';
import { type Bar, type Row, ticksOf } from './bars.ts';
import { clock } from './clock.ts';
import { seconds } from './seconds.ts';
import { ShownZone } from './zone.ts';

interface TimelineProps {
  readonly rows: readonly Row[];
  /** What is shown, milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly now?: number;
  /** Pixels; a report is drawn for paper. */
  readonly width?: number;
  /** While users have no full service. */
  readonly outages?: readonly { readonly from: number; readonly to?: number }[];
  readonly turnRoundBy?: number;
  readonly label: string;
  /** Where a row leads, if anywhere. */
  readonly hrefOf?: (row: string) => string | undefined;
}

/** Shapes that the list of steps says in words. */
const unheard = { 'aria-hidden': 'true' } as const;

const laneHeight = 14;
const axisHeight = 22;
const letter = 6.6;
const narrow = 560;

/** Names beside their rows where there is room, above them where there is none. */
function measures(rows: readonly Row[], width: number) {
  const isNarrow = width < narrow;
  const longest = Math.max(4, ...rows.map(({ name }) => name.length));
  const left = isNarrow ? 0 : Math.min(180, longest * 7.4 + 14);
  const above = isNarrow ? 15 : 0;
  let y = axisHeight;
  const tops = rows.map(({ lanes }) => {
    const top = y + above;
    y = top + Math.max(1, lanes.length) * laneHeight + 7;
    return top;
  });
  return { isNarrow, left, tops, height: y };
}

function BarShape({ bar, x, y, width }: { bar: Bar; x: number; y: number; width: number }) {
  const { step, title, kind, stands, from, to } = bar;
  const took = to === undefined ? 'under way' : seconds((to - from) / 1000);
  const text = step.split('.')[1] ?? title;
  const hasRoom = width > text.length * letter + 6;
  return (
    <g class={`bar k-${kind} s-${stands}`} {...unheard}>
      <title>{`${title}: ${took}${stands === 'failed' ? ', failed' : ''}`}</title>
      <rect x={x} y={y} width={Math.max(1.5, width)} height={laneHeight - 2} rx="1.5" />
      {stands === 'failed' ? (
        <text class="cross" x={x + Math.max(1.5, width) + 2} y={y + 10}>
          ✗
        </text>
      ) : null}
      {hasRoom ? (
        <text x={x + 4} y={y + 9.5}>
          {text}
        </text>
      ) : null}
    </g>
  );
}

/** What ran when, a row for each host: time goes to the right. The table of steps says the same in words. */
export function Timeline(props: TimelineProps) {
  const { rows, from, to, now, width = 960, outages = [], turnRoundBy, label, hrefOf } = props;
  const zone = useContext(ShownZone);
  const { isNarrow, left, tops, height } = measures(rows, width);
  const right = width - 8;
  const scale = (right - left) / Math.max(1, to - from);
  const at = (time: number): number =>
    Math.round((left + (Math.min(Math.max(time, from), to) - from) * scale) * 10) / 10;
  const end = now ?? to;
  const ticks = ticksOf(from, to, isNarrow ? 4 : 9);
  return (
    <svg
      class="timeline"
      viewBox={`0 0 ${width} ${height + 2}`}
      role={hrefOf ? 'group' : 'img'}
      aria-label={label}
    >
      {outages.map((outage) => (
        <g class="outage" key={outage.from}>
          <rect
            x={at(outage.from)}
            y={axisHeight - 4}
            width={Math.max(1, at(outage.to ?? end) - at(outage.from))}
            height={height - axisHeight + 4}
          />
        </g>
      ))}
      {ticks.map((tick) => (
        <g class="tick" key={tick} {...unheard}>
          <line x1={at(tick)} x2={at(tick)} y1={axisHeight - 5} y2={height} />
          <text x={Math.min(at(tick), right - 48)} y="11">
            {clock(tick, zone)}
          </text>
        </g>
      ))}
      {rows.map(({ name, lanes }, index) => {
        const top = tops[index] ?? 0;
        const href = hrefOf?.(name);
        const text = (
          <text class="row-name" x="0" y={isNarrow ? top - 3 : top + 9.5}>
            {name.length > 24 ? `${name.slice(0, 23)}…` : name}
          </text>
        );
        return (
          <g key={name}>
            {href === undefined ? text : <a href={href}>{text}</a>}
            {lanes.map((lane, number) =>
              lane.map((bar) => (
                <BarShape
                  key={bar.step}
                  bar={bar}
                  x={at(bar.from)}
                  y={top + number * laneHeight}
                  width={at(bar.to ?? end) - at(bar.from)}
                />
              )),
            )}
          </g>
        );
      })}
      {now !== undefined && now < to ? (
        <line class="now" x1={at(now)} x2={at(now)} y1={axisHeight - 5} y2={height} />
      ) : null}
      {turnRoundBy !== undefined && turnRoundBy > from && turnRoundBy < to ? (
        <line class="turn" x1={at(turnRoundBy)} x2={at(turnRoundBy)} y1={axisHeight - 5} y2={height} />
      ) : null}
    </svg>
  );
}
