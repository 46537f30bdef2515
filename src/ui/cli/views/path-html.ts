import type { PathAnswer } from '../../../app/actions/path.ts';
import { chainText } from '../../../core/path/chain-text.ts';
import type { Hop } from '../../../core/path/path.ts';
import type { Finding } from '../../../lib/finding.ts';
import { databaseText } from './database-text.ts';
import { type Html, html } from './html.ts';
import { hopsText, type Note, pathNotes } from './path-notes.ts';
import { pathStyle } from './path-style.ts';

function findingItem(
  { severity, code, summary, detail, hint, source, handled }: Finding,
  hops?: string,
): Html {
  return html`<li class="${severity}"><strong>${summary}</strong> <span class="quiet"><code>${code}</code>${hops && `, ${hops}`}</span>
${detail && html`<p>${detail}</p>`}
${hint && html`<p>${hint}</p>`}
${handled && html`<p>Taken care of: ${handled}</p>`}
${source && html`<p class="quiet">Source: ${source}</p>`}</li>
`;
}

function revisions(title: string, ids: readonly string[]): Html | undefined {
  return ids.length === 0 ? undefined : html`<p>${title} (${ids.length}): <code>${ids.join(' ')}</code></p>`;
}

function hopRow({ from, to, kind, why, route, findings }: Hop, index: number): Html {
  const own = findings.filter(({ origin }) => origin !== 'risk' && origin !== 'manual');
  const many = route.run.length + route.orphans.length > 0;
  return html`<tr><td class="number">${index + 1}</td><td class="versions">${from} → ${to}</td><td>${kind}</td>
<td>${why}<p>Database: ${databaseText({ route })}</p>${
    !many
      ? undefined
      : html`<details><summary>Revisions</summary>${revisions('To run, in order', route.run)}${revisions('Of them skipped by alembic upgrade head', route.fill)}${revisions('Unknown to the target', route.orphans)}</details>`
  }${own.length > 0 ? html`<ul>${own.map((finding) => findingItem(finding))}</ul>` : undefined}</td></tr>
`;
}

function section(title: string, notes: readonly Note[], style = ''): Html | undefined {
  if (notes.length === 0) return undefined;
  const items = notes.map(({ finding, hops }) => findingItem(finding, hopsText(hops)));
  return html`<h2>${title}</h2>
<ul class="${style}">
${items}</ul>
`;
}

/** A path as one page that needs nothing else: its hops with reasons and routes, the manual steps, and the risks. */
export function pathHtml({ path, refused, shorter }: PathAnswer): string {
  const { from, to, policy, hops, findings } = path;
  const { manual, risks, settled } = pathNotes(path);
  const title = `Backend.AI ${from} → ${to}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ markup: pathStyle }}</style>
</head>
<body>
<h1>${title}</h1>
<p><span class="verdict ${refused ? 'refused' : 'allowed'}">${refused ? 'Refused' : 'Allowed'}</span> by policy “${policy}”${hops.length > 0 ? `: ${chainText(hops)}` : ''}</p>
${findings.length > 0 ? html`<ul>${findings.map((finding) => findingItem(finding))}</ul>` : undefined}
${
  hops.length > 0
    ? html`<h2>Hops</h2>
<table><thead><tr><th></th><th>From, to</th><th>Kind</th><th>Why, and what its database needs</th></tr></thead>
<tbody>
${hops.map(hopRow)}</tbody></table>
`
    : undefined
}${section(
  'Manual steps',
  manual.filter(({ finding }) => finding.severity !== 'info'),
  'todo',
)}${section(
  'Manual steps, optional',
  manual.filter(({ finding }) => finding.severity === 'info'),
  'todo',
)}${section('Risks', risks)}${section('Handled by baiup, or only to know', settled)}${
  shorter &&
  html`<p class="quiet">Shorter, but not allowed by the page: ${[from, ...shorter].join(' → ')} (baiup path ${from} ${to} --policy schema)</p>`
}
</body>
</html>
`;
  return page.markup;
}
