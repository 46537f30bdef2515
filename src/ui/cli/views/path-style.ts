/** The look of the path's page: black on white, readable in print, nothing fetched from anywhere. */
export const pathStyle = `
:root { font: 15px/1.5 system-ui, sans-serif; color: #1c2430; background: #fff; }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-bottom: 1px solid #c9d1da; padding-bottom: .25rem; }
p { margin: .35rem 0; }
.quiet { color: #57626f; }
.verdict { display: inline-block; border-radius: .25rem; padding: .1rem .6rem; font-weight: 600; }
.allowed { background: #e2f4e6; color: #14532d; }
.refused { background: #fde7e7; color: #8b1a1a; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #dfe4ea; }
th { font-weight: 600; color: #57626f; }
td.number { width: 1.5rem; }
.versions { white-space: nowrap; font-weight: 600; }
ul { list-style: none; margin: 0; padding: 0; }
li { padding: .5rem 0 .5rem 1.9rem; border-bottom: 1px solid #dfe4ea; position: relative; break-inside: avoid; }
li::before { position: absolute; left: .2rem; font-weight: 700; content: '·'; }
li.warning::before { content: '!'; color: #9a5b00; }
li.blocker::before { content: '✗'; color: #8b1a1a; }
.todo li::before { content: '☐'; color: inherit; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
details { margin-top: .35rem; }
summary { cursor: pointer; color: #57626f; }
@media print {
  :root { font-size: 11px; }
  body { margin: 0; max-width: none; padding: 0; }
  h2 { break-after: avoid; }
  tr { break-inside: avoid; }
  details::details-content { content-visibility: visible; }
}
`;
