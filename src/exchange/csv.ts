import type { TimelineEvent } from '../domain/timelineEvent.ts';
import { COLUMNS } from './columns.ts';
import { csvCell, isFormula } from './csvCell.ts';
import { commonLosses, type Exported, type Story } from './exchange.ts';
import { lostTechniques } from './techniques.ts';

const MORE = [
  'id',
  'row',
  'claims',
  'links',
  'query',
  'connection',
  'window',
  'event',
  'answer_digest',
  'content_digest',
  'pinned_by',
  'pinned_at',
] as const;

/**
 * RFC 4180 with a header, one line an event. A cell that a spreadsheet would take for a formula gets a quote mark before
 * it; the last column says which were changed.
 */
export function csvTimeline(story: Story): Exported {
  const header = [...COLUMNS.map(({ name }) => name), ...MORE, 'changed_for_csv'];
  let changed = 0;
  const lines = story.events.map((event) => {
    const cells = [
      ...COLUMNS.map((column) => column.text(event, story)),
      ...MORE.map((name) => detail(event, name)),
    ];
    const formulas = header.filter((_, i) => isFormula(cells[i] ?? ''));
    if (formulas.length > 0) changed++;
    return [...cells, formulas.length > 0 ? `' put before ${formulas.join(', ')}` : '']
      .map(csvCell)
      .join(',');
  });
  const losses = [
    ...(changed > 0
      ? [
          `${changed} events have cells that a spreadsheet would run as a formula; a quote mark (') stands before these.`,
        ]
      : []),
    ...(story.notObserved.length > 0
      ? ['Stretches that were not observed are not in this file: an empty stretch need not have been quiet.']
      : []),
    ...lostTechniques(story.events, story.attackVersion),
    ...commonLosses(story),
  ];
  const remarks = losses.map((loss) =>
    header.map((name) => (name === 'title' ? csvCell(`Not in this file: ${loss}`) : '')).join(','),
  );
  return { content: [header.join(','), ...lines, ...remarks].map((line) => `${line}\r\n`).join(''), losses };
}

function detail(event: TimelineEvent, name: (typeof MORE)[number]): string {
  const { provenance } = event;
  switch (name) {
    case 'id':
      return event.id;
    case 'row':
      return JSON.stringify(event.row);
    // As they are in the case, those too that a person overruled.
    case 'claims':
      return event.techniques.length > 0 ? JSON.stringify(event.techniques) : '';
    case 'links':
      return event.links?.length ? JSON.stringify(event.links) : '';
    case 'window':
      return provenance.window === null ? '' : `${provenance.window.start} to ${provenance.window.end}`;
    case 'event':
      return provenance.event ?? '';
    case 'query':
      return provenance.query;
    case 'connection':
      return provenance.connection;
    case 'answer_digest':
      return provenance.answerDigest;
    case 'content_digest':
      return event.contentDigest;
    case 'pinned_by':
      return provenance.pinnedBy;
    case 'pinned_at':
      return provenance.pinnedAt;
  }
}
