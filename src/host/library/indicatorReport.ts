import { markdownText } from '../../base/markdown.ts';
import type { ConnectionInfo } from '../../domain/connection.ts';
import { nameReference, stringLiteral } from '../../domain/kqlLiteral.ts';
import type { Indicator, IndicatorList } from '../../hunting/indicators.ts';
import type { IndicatorReport, Sighting } from '../../hunting/indicatorSweep.ts';
import type { MarkdownCell } from '../notebook/kqlMarkdown.ts';
import { counted } from '../../base/counts.ts';
import { formatTime } from '../time.ts';
import { markdown, onConnection } from './huntReport.ts';

/** The sweep told as a notebook: one table of where each occurs, and a cell a place to look at the rows and pin them. */
export function indicatorCells(
  { indicators, rejected }: IndicatorList,
  report: IndicatorReport,
  about: { readonly when: string; readonly connection: ConnectionInfo; readonly window: string },
): readonly MarkdownCell[] {
  const seen = Map.groupBy(report.sightings, ({ indicator }) => indicator);
  return [
    markdown(
      `# Indicator sweep of ${about.when}\n\n${counted(indicators.length, 'indicator')} looked for in ${counted(report.tables, 'table')} of ${markdownText(about.connection.label)}, ${markdownText(about.window)}: ${seen.size} seen, ${report.unseen.length} not seen. ` +
        'An indicator is found where it stands as a whole word in a column; the same row counts once a column.',
    ),
    ...[...seen].flatMap(([indicator, sightings]) => [
      markdown(
        [
          `## ${markdownText(nameOf(indicator))}`,
          '',
          '| Table | Column | Rows | First | Last | Example |',
          '| --- | --- | ---: | --- | --- | --- |',
          ...sightings.map(line),
        ].join('\n'),
      ),
      ...[...Map.groupBy(sightings, ({ table }) => table)].map(([table, places]) =>
        rowsOf(table, places, about.connection),
      ),
    ]),
    ...list('Not seen', report.unseen.map(nameOf)),
    ...list(
      'Not searched, or not wholly',
      report.problems.map(({ table, reason }) => `${table}: ${reason}`),
    ),
    ...list(
      'Not taken as indicators',
      rejected.map(({ text, reason }) => `${text}: ${reason}`),
    ),
  ];
}

function nameOf({ kind, value }: Indicator): string {
  return `${kind} ${value}`;
}

function line({ table, column, count, first, last, example }: Sighting): string {
  const time = (iso: string | null): string => (iso === null ? '' : formatTime(iso, 'utc'));
  return `| ${[table, column, String(count), time(first), time(last), example].map(markdownText).join(' | ')} |`;
}

function rowsOf(table: string, places: readonly Sighting[], connection: ConnectionInfo): MarkdownCell {
  const value = stringLiteral(places[0]?.indicator.value ?? '');
  const where = places
    .map(({ column }) => `tostring(${nameReference(column)}) has ${value}`)
    .join('\n    or ');
  return {
    kind: 'kql',
    text: `${nameReference(table)}\n| where ${where}`,
    info: onConnection(connection).trim(),
  };
}

function list(title: string, lines: readonly string[]): readonly MarkdownCell[] {
  return lines.length === 0
    ? []
    : [markdown(`## ${title}\n\n${lines.map((text) => `- ${markdownText(text)}`).join('\n')}`)];
}
