import type { HopView } from '../../src/core/run/view.ts';
import { seconds } from './seconds.ts';

const barWidth = 200;

/** What was foreseen of each part of the downtime beside what it took. */
export function PartsChart({ hop, title }: { readonly hop: HopView; readonly title: string }) {
  const { parts = [], predicted, downtime } = hop;
  if (parts.length === 0) return null;
  const longest = Math.max(0.1, ...parts.flatMap((part) => [part.predicted ?? 0, part.actual ?? 0]));
  const wide = (value: number): number => Math.round((value / longest) * barWidth * 10) / 10;
  const isKnown = parts.some(({ actual }) => actual !== undefined);
  return (
    <table class="parts">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col" class="number">
            Predicted
          </th>
          <th scope="col" class="number">
            Took
          </th>
          <th scope="col">
            <span class="heard">As bars</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.map(({ part, predicted: foreseen, actual }) => (
          <tr key={part}>
            <th scope="row">{part}</th>
            <td class="number">{foreseen === undefined ? '–' : seconds(foreseen)}</td>
            <td class="number">{actual === undefined ? '–' : seconds(actual)}</td>
            <td class="bar">
              <svg viewBox={`0 0 ${barWidth + 2} 16`} aria-hidden="true" preserveAspectRatio="none">
                {actual === undefined ? null : (
                  <rect class={`actual k-${part}`} x="1" y="3" width={wide(actual)} height="10" />
                )}
                {foreseen === undefined ? null : (
                  <rect class="predicted" x="1" y="1" width={wide(foreseen)} height="14" />
                )}
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Without full service</th>
          <td class="number">{predicted === undefined ? '–' : seconds(predicted)}</td>
          <td class="number">{downtime === undefined ? '–' : seconds(downtime)}</td>
          <td class="note">{isKnown ? 'outline: predicted; filled: what it took' : ''}</td>
        </tr>
      </tfoot>
    </table>
  );
}
