interface Count {
  readonly name: string;
  readonly before: number;
  readonly after: number | null;
}

interface Counted {
  readonly counts: readonly Count[];
  /** What differs and nobody explains, in words. */
  readonly lost: readonly string[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function countOf(value: unknown): Count[] {
  if (!isRecord(value)) return [];
  const { among, component, before, after } = value;
  const name = typeof among === 'string' ? among : component;
  if (typeof name !== 'string' || typeof before !== 'number') return [];
  return [{ name, before, after: typeof after === 'number' ? after : null }];
}

function lostOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isRecord(value)) return String(value);
  return Object.values(value)
    .filter((each) => typeof each === 'string')
    .join(' · ');
}

/** Of what `baiup show` says of a hop; anything else of it is passed over. */
export function countedOf(value: unknown): Counted[] {
  return list(value).flatMap((each) =>
    isRecord(each)
      ? [{ counts: list(each['counts']).flatMap(countOf), lost: list(each['lost']).map(lostOf) }]
      : [],
  );
}

function CountTable({ title, counted }: { readonly title: string; readonly counted: Counted }) {
  const { counts, lost } = counted;
  if (counts.length === 0) return null;
  const differs = counts.filter(({ before, after }) => before !== after).length;
  return (
    <details class="counted" open={lost.length > 0}>
      <summary>
        {lost.length > 0 ? '✗' : '✓'} {title}{' '}
        <span class="quiet">
          {counts.length} counted, {differs === 0 ? 'all as before' : `${differs} otherwise`}
        </span>
      </summary>
      {lost.map((each) => (
        <p class="bad" key={each}>
          {each}
        </p>
      ))}
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" class="number">
              Before
            </th>
            <th scope="col" class="number">
              After
            </th>
          </tr>
        </thead>
        <tbody>
          {counts.map(({ name, before, after }) => (
            <tr key={name} class={before === after ? '' : 'differs'}>
              <th scope="row">{name}</th>
              <td class="number">{before.toLocaleString('en')}</td>
              <td class="number">
                {after === null ? '–' : after.toLocaleString('en')}
                {before === after ? '' : ' ≠'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

const tables = [
  ['held', 'What the cluster holds'],
  ['listed', 'What users can list and start'],
  ['entryPoints', 'Entry points of the environments'],
] as const;

/** What was counted before and after: the document of `baiup show` as tables. */
export function Equality({ document }: { readonly document: Readonly<Record<string, unknown>> }) {
  return (
    <>
      {tables.flatMap(([key, title]) =>
        countedOf(document[key]).map((counted, index) => (
          <CountTable key={`${key} ${index}`} title={title} counted={counted} />
        )),
      )}
    </>
  );
}
