import type { Cell } from '../../domain/answer.ts';
import { hasOrder } from '../../domain/columnFilter.ts';
import { type ColumnProfile, isNumeric, type ResultHead, type ResultView } from '../../domain/result.ts';
import type { EmbeddedEngine } from '../../kql/engine.ts';
import { columnAt, textOfColumn, viewRows } from './viewQuery.ts';

const TOP = 10;

/** Counts one column over the rows of a view. */
export async function profileColumn(
  engine: EmbeddedEngine,
  head: ResultHead,
  view: ResultView,
  column: number,
  signal?: AbortSignal,
): Promise<ColumnProfile> {
  const { type } = columnAt(head, column);
  const name = `c${column}`;
  const value = type === 'dynamic' ? textOfColumn(column, type) : name;
  const isText = type === 'string' || type === 'dynamic';
  const empty = isText ? `isempty(${textOfColumn(column, type)})` : `isnull(${name})`;
  const rows = viewRows(head, view);
  const aggregates = [
    'rows = count()',
    `empty = countif(${empty})`,
    ...(hasOrder(type) ? [`least = min(${name})`, `greatest = max(${name})`] : []),
    ...(isNumeric(type) ? [`mean = avg(todouble(${name}))`] : []),
  ];
  const filled = `${rows}\n| where not(${empty})`;
  const [counted, distinct, top] = [
    await engine.queryAll({ text: `${rows}\n| summarize ${aggregates.join(', ')}` }, signal),
    await engine.queryAll({ text: `${filled}\n| summarize by v = ${value}\n| count` }, signal),
    await engine.queryAll(
      { text: `${filled}\n| summarize rows = count() by v = ${value}\n| top ${TOP} by rows desc` },
      signal,
    ),
  ];
  const [all = 0, none = 0, ...rest] = counted.rows[0] ?? [];
  const [least = null, greatest = null] = hasOrder(type) ? rest : [];
  const mean = isNumeric(type) ? rest[2] : null;
  return {
    rows: Number(all),
    empty: Number(none),
    distinct: Number(distinct.rows[0]?.[0] ?? 0),
    least,
    greatest,
    mean: typeof mean === 'number' ? mean : null,
    top: top.rows.map(([v = null, n = 0]: readonly Cell[]) => ({ value: v, rows: Number(n) })),
  };
}
