import type { TimelineEvent } from '../domain/timelineEvent.ts';
import { svgOf, xmlText } from '../picture/svg.ts';
import { COLUMNS } from './columns.ts';
import {
  ATTACK_NOTICE,
  commonLosses,
  dated,
  type Exported,
  overruled,
  type Story,
  undated,
} from './exchange.ts';
import { storyDrawing } from './storyDrawing.ts';
import { lostTechniques, techniquesOf, whoSaid } from './techniques.ts';

const SIGN = { high: '▲', medium: '◆', low: '●', informational: '■' } as const;

/** One file that any browser opens: the picture, then each event with what is known of it. No script, no link, no font. */
export function htmlTimeline(story: Story): Exported {
  const { drawing } = storyDrawing(story);
  const titles = new Map(story.events.map(({ id, title }) => [id, title]));
  const losses = [
    'The page holds the story; originals, raw records, the journal, open questions and links that nobody has accepted stay in the case.',
    ...overruled(story),
    ...lostTechniques(story.events, story.attackVersion),
    ...commonLosses(story),
  ];
  const section = (heading: string, events: readonly TimelineEvent[]): string =>
    events.length === 0
      ? ''
      : `<h2>${xmlText(heading)}</h2>\n<ol>\n${events.map((event) => entry(event, story, titles)).join('\n')}\n</ol>`;
  const content = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${xmlText(story.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${xmlText(story.title)}</h1>
<p>${story.events.length} events. ATT&amp;CK Enterprise ${xmlText(story.attackVersion)}. Times are UTC. Exported ${xmlText(story.made)} by ${xmlText(story.by)}.</p>
</header>
<figure>${svgOf({ ...drawing, heading: [], remarks: [] })}</figure>
<main>
${section('What happened', dated(story))}
${section('Without a time', undated(story))}
${notObserved(story)}
</main>
<footer>
${[...losses, ATTACK_NOTICE].map((line) => `<p>${xmlText(line)}</p>`).join('\n')}
</footer>
</body>
</html>
`;
  return { content, losses };
}

function entry(event: TimelineEvent, story: Story, titles: ReadonlyMap<string, string>): string {
  const { provenance } = event;
  const { named } = techniquesOf(event, story.attackVersion);
  const causes = (event.links ?? []).filter(({ state }) => state === 'accepted');
  const fact = (name: string, value: string): string =>
    value === '' ? '' : `<dt>${xmlText(name)}</dt><dd>${xmlText(value)}</dd>`;
  const entities = COLUMNS.find(({ name }) => name === 'entities')?.text(event, story) ?? '';
  return `<li>
<p><time>${xmlText(event.time ?? 'no time')}${event.end === null ? '' : ` to ${xmlText(event.end)}`}</time>
<span class="${event.severity}">${SIGN[event.severity]} ${event.severity}</span></p>
<h3>${xmlText(event.title)}</h3>
${event.note === '' ? '' : `<p class="note">${xmlText(event.note)}</p>`}
<dl>
${named.map(({ id, name, claim, translated }) => fact('Technique', `${id} ${name} (${claim.confidence} confidence, ${whoSaid(claim)}: ${claim.reason}${translated === '' ? '' : ` ${translated}`})`)).join('\n')}
${causes.map(({ from, reason, by }) => fact('Follows from', `${titles.get(from) ?? from} (${reason}, accepted by ${by})`)).join('\n')}
${fact('Entities', entities)}
${fact('Source', event.table)}
${fact('Pinned', `${provenance.pinnedBy}, ${provenance.pinnedAt}`)}
</dl>
<details><summary>Evidence</summary>
<dl>${fact('Connection', provenance.connection)}${fact('Query', provenance.query)}${fact('Window', provenance.window === null ? '' : `${provenance.window.start} to ${provenance.window.end}`)}${fact('Digest of the answer', provenance.answerDigest)}${fact('Digest of the row', event.contentDigest)}</dl>
<pre>${xmlText(JSON.stringify(event.row, null, 2))}</pre>
</details>
</li>`;
}

function notObserved({ notObserved: gaps }: Story): string {
  if (gaps.length === 0) return '';
  const items = gaps.map(
    ({ table, window, why }) => `<li>${xmlText(`${table}: ${window.start} to ${window.end}: ${why}`)}</li>`,
  );
  return `<h2>Not observed</h2>\n<p>In these stretches nothing was logged that the case has. It does not mean that nothing happened.</p>\n<ul>\n${items.join('\n')}\n</ul>`;
}

const STYLE = `
body { margin: 2rem auto; max-width: 1240px; padding: 0 1rem; font: 15px/1.5 system-ui, sans-serif; color: #1f2328; background: #fff; }
figure { margin: 1rem 0; overflow-x: auto; border: 1px solid #d0d7de; }
ol { list-style: none; padding: 0; }
main li { border-top: 1px solid #d0d7de; padding: .5rem 0; overflow-wrap: anywhere; }
h3 { margin: .1rem 0 .3rem; font-size: 1.05rem; }
p { margin: .2rem 0; }
time { font-variant-numeric: tabular-nums; margin-right: 1rem; }
.note { border-left: 3px solid #175cd3; padding-left: .6rem; white-space: pre-wrap; }
.high { color: #b42318; } .medium { color: #b54708; } .low { color: #8a6d00; } .informational { color: #175cd3; }
dl { display: grid; grid-template-columns: 9rem 1fr; gap: .1rem .8rem; margin: .3rem 0; }
dt { color: #57606a; } dd { margin: 0; white-space: pre-wrap; }
pre { background: #f6f8fa; padding: .6rem; overflow: auto; white-space: pre-wrap; }
footer { margin-top: 2rem; color: #57606a; font-size: .9em; }
@media print { details { display: none; } }
`;
