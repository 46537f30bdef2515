import { Component } from 'preact';
import { type HostInRun, type HostState, hostStates } from './host-state.ts';
import { Mark, signs } from './mark.tsx';
import { firstNames, plural } from './plural.ts';

/** One host of a map: how it stands, in a sign and in words. */
export interface Cell {
  readonly host: string;
  readonly state: HostState;
  readonly says: string;
}

export interface CellGroup {
  readonly title: string;
  readonly cells: readonly Cell[];
}

interface CellsProps {
  readonly cells: readonly Cell[];
  /** Few hosts have room for their names. */
  readonly isNamed: boolean;
  readonly label: string;
  readonly onOpen: (host: string) => void;
}

interface CellsState {
  readonly at: number;
}

/** So many cells are drawn as one: those in which nothing changed are passed over. */
const chunk = 50;

interface CellProps {
  readonly cell: Cell;
  readonly isReachable: boolean;
  readonly isNamed: boolean;
}

class CellButton extends Component<CellProps> {
  override shouldComponentUpdate({ cell, isReachable, isNamed }: CellProps): boolean {
    const { props } = this;
    return cell !== props.cell || isReachable !== props.isReachable || isNamed !== props.isNamed;
  }

  override render({ cell: { host, state, says }, isReachable, isNamed }: CellProps) {
    const [sign, word] = signs[state];
    const label = `${host}: ${word}${says === '' ? '' : `, ${says}`}`;
    return (
      <button
        type="button"
        class={`cell s-${state}`}
        data-host={host}
        tabIndex={isReachable ? 0 : -1}
        aria-label={label}
        title={label}
      >
        {sign}
        {isNamed ? ` ${host}` : ''}
      </button>
    );
  }
}

interface ChunkProps {
  readonly isNamed: boolean;
  readonly cells: readonly Cell[];
  /** The cell in it that the Tab key leads to, or -1. */
  readonly reachable: number;
}

class Chunk extends Component<ChunkProps> {
  override shouldComponentUpdate({ cells, reachable }: ChunkProps): boolean {
    const { props } = this;
    return (
      reachable !== props.reachable ||
      cells.length !== props.cells.length ||
      cells.some((cell, index) => cell !== props.cells[index])
    );
  }

  override render({ cells, reachable, isNamed }: ChunkProps) {
    return cells.map((cell, index) => (
      <CellButton key={cell.host} cell={cell} isReachable={index === reachable} isNamed={isNamed} />
    ));
  }
}

const moves: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** Cells that one walks through with the arrow keys: the Tab key leads to one of them, and on to what follows. */
class Cells extends Component<CellsProps, CellsState> {
  override state: CellsState = { at: 0 };

  readonly #go = (event: KeyboardEvent): void => {
    const list = event.currentTarget as HTMLElement;
    const buttons = [...list.querySelectorAll<HTMLElement>('.cell')];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    const top = buttons[at]?.offsetTop ?? 0;
    const perRow = Math.max(1, buttons.filter((each) => each.offsetTop === top).length);
    const by = { ...moves, ArrowDown: perRow, ArrowUp: -perRow }[event.key];
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? buttons.length - 1 : by && at + by;
    if (next === undefined || !buttons[next]) return;
    event.preventDefault();
    this.setState({ at: next });
    buttons[next].focus();
  };

  readonly #open = (event: MouseEvent): void => {
    const host = (event.target as HTMLElement).closest<HTMLElement>('.cell')?.dataset['host'];
    if (host !== undefined) this.props.onOpen(host);
  };

  override render({ cells, label, isNamed }: CellsProps, { at }: CellsState) {
    const chunks = Array.from({ length: Math.ceil(cells.length / chunk) }, (_, index) => index * chunk);
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset would be read as a form
      <div
        class={isNamed ? 'cells named' : 'cells'}
        role="group"
        aria-label={label}
        onKeyDown={this.#go}
        onClick={this.#open}
      >
        {chunks.map((from) => (
          <Chunk
            key={from}
            cells={cells.slice(from, from + chunk)}
            isNamed={isNamed}
            reachable={at >= from && at < from + chunk ? at - from : -1}
          />
        ))}
      </div>
    );
  }
}

/** Up to so many hosts have their names in their cells. */
const mostNamed = 60;

const loud: readonly HostState[] = ['failed', 'postponed', 'waiting'];
const mostLoud = 12;

function countsText(cells: readonly Cell[], words: HostsMapProps['words'] = {}): string {
  const counts = Map.groupBy(cells, ({ state }) => state);
  return hostStates
    .flatMap((state) => {
      const count = counts.get(state)?.length ?? 0;
      return count === 0
        ? []
        : [`${signs[state][0]} ${count.toLocaleString('en')} ${words[state] ?? signs[state][1]}`];
    })
    .join('   ');
}

interface HostsMapProps {
  readonly groups: readonly CellGroup[];
  /** Other words for states, where no run is looked at. */
  readonly words?: Partial<Readonly<Record<HostState, string>>>;
  readonly hrefOf: (host: string) => string;
  readonly onOpen: (host: string) => void;
}

/** Those that need somebody first, in words; then all as a map, in which each keeps its place. */
export function HostsMap({ groups, hrefOf, onOpen, words }: HostsMapProps) {
  const found = groups.flatMap(({ cells }) => cells.filter(({ state }) => loud.includes(state)));
  const isNamed = groups.reduce((sum, { cells }) => sum + cells.length, 0) <= mostNamed;
  const rest = found.slice(mostLoud).map(({ host }) => host);
  return (
    <div class="hosts">
      {found.length === 0 ? null : (
        <ul class="loud">
          {found.slice(0, mostLoud).map(({ host, state, says }) => (
            <li key={host}>
              <Mark of={state} />
              <a href={hrefOf(host)}>{host}</a> <span>{says}</span>
            </li>
          ))}
          {rest.length > 0 ? <li class="quiet">and {firstNames(rest)}</li> : null}
        </ul>
      )}
      {groups.map(({ title, cells }) => (
        <section key={title}>
          <h4>
            {title} <span class="quiet">{plural(cells.length, 'host')}</span>
          </h4>
          <p class="counts">{countsText(cells, words)}</p>
          <Cells cells={cells} label={title} isNamed={isNamed} onOpen={onOpen} />
        </section>
      ))}
    </div>
  );
}

/** The same cell as before where nothing changed, so that it is not drawn again. */
export function cellOf({ host, state, doing = '' }: HostInRun, before: Cell | undefined): Cell {
  if (before?.state === state && before.says === doing) return before;
  return { host, state, says: doing };
}
