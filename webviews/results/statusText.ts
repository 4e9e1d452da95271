import type { AnswerPayload, ResultsZone } from '../../src/protocol/results.ts';
import type { Completeness } from '../../src/domain/answer.ts';
import { cellText } from './cellText.ts';
import { counted } from '../../src/base/counts.ts';

export interface StatusPart {
  readonly text: string;
  readonly title: string;
  /** `warn` where the answer is not all there is. */
  readonly tone: 'plain' | 'good' | 'warn';
}

/** What an answer says of itself: rows, time, connection, window, and whether it is all there is. */
export function statusParts(
  { head, earlier }: Pick<AnswerPayload, 'head' | 'earlier'>,
  zone: ResultsZone,
): readonly StatusPart[] {
  const { statistics, connection, window, completeness, ranAt } = head;
  const { rows, elapsedMs } = statistics;
  const time = (iso: string): string => cellText(iso, { name: '', type: 'datetime' }, zone);
  const parts: StatusPart[] = [
    ...(head.table === undefined
      ? []
      : [{ text: head.table, title: 'Which of the tables of the query this is', tone: 'plain' as const }]),
    { text: counted(rows, 'row'), title: 'Rows of the answer', tone: 'plain' },
    {
      text:
        elapsedMs < 1000 ? `${Math.max(1, Math.round(elapsedMs))} ms` : `${(elapsedMs / 1000).toFixed(1)} s`,
      title: 'Time from asking to the last row',
      tone: 'plain',
    },
    {
      text: connection === 'case' ? 'logs of the case' : connection,
      title: `Connection: ${connection}`,
      tone: 'plain',
    },
    {
      text: window ? `${time(window.start)} to ${time(window.end)}` : 'all times',
      title: 'Only rows whose TimeGenerated lies in this window were read',
      tone: 'plain',
    },
  ];
  if (completeness.state === 'complete')
    parts.push({ text: '✓ complete', title: 'These are all rows that the query asks for', tone: 'good' });
  else
    parts.push({
      text: `⚠ ${completeness.state}: ${completeness.reason}`,
      title: completeness.state === 'cut' ? 'Rows were left out' : 'Some source did not contribute',
      tone: 'warn',
    });
  // The case's own engine says so itself; services only say what happened to them.
  if (completeness.state !== 'complete' && connection !== 'case')
    parts.push({
      text: goingOn(completeness),
      title: 'How to get the rows that are missing',
      tone: 'plain',
    });
  parts.push({
    text: `${earlier ? '↺ from ' : ''}${time(ranAt).replace(/\.\d+/, '')}`,
    title: earlier
      ? 'Answered at an earlier time and kept; run the cell to ask again'
      : 'When it was answered',
    tone: earlier ? 'warn' : 'plain',
  });
  const approximate = head.columns.filter((column) => column.approximate !== undefined);
  if (approximate.length > 0)
    parts.push({
      text: `≈ ${approximate.map((column) => column.name).join(', ')}`,
      title: approximate.map((column) => `${column.name}: ${column.approximate ?? ''}`).join('\n'),
      tone: 'warn',
    });
  return parts;
}

function goingOn(completeness: Exclude<Completeness, { readonly state: 'complete' }>): string {
  if (completeness.state === 'partial')
    return 'Rows may be missing: run it again before you rely on what is not here.';
  return completeness.by === 'cancelled'
    ? 'Run it again for the rest.'
    : 'Narrow the query or its time range for the rest.';
}
