import type { AnswerPayload } from '../../src/protocol/results.ts';

export interface StatusPart {
  readonly text: string;
  readonly title: string;
  /** `warn` where the answer is not all there is. */
  readonly tone: 'plain' | 'good' | 'warn';
}

const count = (n: number) => n.toLocaleString('en-GB');
const rows = (n: number) => `${count(n)} ${n === 1 ? 'row' : 'rows'}`;

/** What an answer says of itself: rows, time, connection, window, and whether it is all there is. */
export function statusParts(answer: AnswerPayload): readonly StatusPart[] {
  const { total, elapsedMs, connection, window, completeness } = answer;
  const shown = answer.rows.length;
  const parts: StatusPart[] = [
    { text: rows(total), title: 'Rows of the answer', tone: 'plain' },
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
      text: window ? `${window.start} to ${window.end}` : 'all times',
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
  if (shown < total)
    parts.push({
      text: `⚠ ${rows(total - shown)} not shown`,
      title: 'An output holds a limited number of rows; summarise, or narrow the query',
      tone: 'warn',
    });
  const approximate = answer.columns.filter((column) => column.approximate !== undefined);
  if (approximate.length > 0)
    parts.push({
      text: `≈ ${approximate.map((column) => column.name).join(', ')}`,
      title: approximate.map((column) => `${column.name}: ${column.approximate ?? ''}`).join('\n'),
      tone: 'warn',
    });
  return parts;
}
