import type { AnswerColumn, Cell, Visualization } from '../../src/domain/answer.ts';
import { isNumeric } from '../../src/domain/result.ts';
import { isNumberList, isTimeList } from './cells.ts';
import type { ChartKind } from './plot.ts';

type Rows = readonly (readonly Cell[])[];

/** Which columns of an answer a chart reads, by their index. */
export interface Choice {
  readonly x: number;
  readonly y: readonly number[];
  readonly series: readonly number[];
  readonly anomalies: readonly number[];
}

/** As Kusto’s `render` takes them where its properties name none; a string says why it cannot be drawn. */
export function chooseColumns(
  kind: ChartKind,
  properties: Visualization['properties'],
  columns: readonly AnswerColumn[],
  rows: Rows,
): Choice | string {
  const named = (key: string): readonly number[] =>
    (properties[key] ?? '')
      .split(',')
      .map((name) => columns.findIndex((column) => column.name === name.trim()))
      .filter((index) => index >= 0);
  const isTime = (index: number): boolean =>
    columns[index]?.type === 'datetime' || rows.some((row) => isTimeList(row[index] ?? null));
  const isNumber = (index: number): boolean =>
    isNumeric(columns[index]?.type ?? 'string') || rows.some((row) => isNumberList(row[index] ?? null));
  const all = [...columns.keys()];
  const wantsTime = kind === 'timechart' || kind === 'anomalychart';
  const [askedX] = named('xcolumn');
  const x = askedX ?? all.find((index) => wantsTime && isTime(index)) ?? 0;
  if (wantsTime && !isTime(x)) return `${kind} needs a column of times`;
  const anomalies = named('anomalycolumns');
  const askedY = named('ycolumns');
  const y =
    askedY.length > 0 ? [...askedY, ...anomalies] : all.filter((index) => index !== x && isNumber(index));
  if (y.length === 0)
    return `${kind} needs a column of numbers beside ${columns[x]?.name ?? 'the first one'}`;
  const askedSeries = named('series');
  const series =
    askedSeries.length > 0
      ? askedSeries
      : all.filter((index) => index !== x && !y.includes(index) && isSplit(columns[index]));
  return { x, y, series: kind === 'piechart' ? [] : series, anomalies };
}

function isSplit(column: AnswerColumn | undefined): boolean {
  return column?.type === 'string' || column?.type === 'guid' || column?.type === 'bool';
}
