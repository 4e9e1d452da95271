import { counted } from '../../src/base/counts.ts';
import type { AnswerColumn, Cell, Visualization } from '../../src/domain/answer.ts';
import { Axis } from './axis.ts';
import { finite, listOf, numberOf, textOf } from './cells.ts';
import { chooseColumns } from './columns.ts';

export type ChartKind =
  | 'timechart'
  | 'linechart'
  | 'areachart'
  | 'stackedareachart'
  | 'columnchart'
  | 'barchart'
  | 'piechart'
  | 'scatterchart'
  | 'anomalychart';

/** A point's place along x: milliseconds, a number, or the index of a category. */
export type Point = readonly [x: number, y: number | null];

export interface Series {
  readonly name: string;
  /** Which of the y columns it shows. */
  readonly column: number;
  /** In order of x. */
  readonly points: readonly Point[];
  /** Points that an anomaly column marks. */
  readonly marked: readonly Point[];
}

/** What is to be drawn, as Kusto's `render` reads an answer. */
export interface Plot {
  readonly kind: ChartKind;
  readonly title: string;
  /** What of the answer cannot be drawn; '' for nothing. */
  readonly note: string;
  readonly x: 'time' | 'number' | 'category';
  /** Names of the categories where x counts them. */
  readonly categories: readonly string[];
  /** Whether the categories are times, in ISO 8601. */
  readonly categoriesAreTimes: boolean;
  /** Names of the y columns. */
  readonly columns: readonly string[];
  /** Whether each y column has an axis, or a panel, of its own. */
  readonly ySplit: 'none' | 'axes' | 'panels';
  readonly series: readonly Series[];
  readonly stack: 'none' | 'stacked' | 'stacked100';
  readonly xTitle: string;
  readonly yTitle: string;
  readonly yMin: number | undefined;
  readonly yMax: number | undefined;
  readonly xLog: boolean;
  readonly yLog: boolean;
  readonly legend: boolean;
}

const CHART_KINDS: readonly string[] = [
  'timechart',
  'linechart',
  'areachart',
  'stackedareachart',
  'columnchart',
  'barchart',
  'piechart',
  'scatterchart',
  'anomalychart',
] satisfies readonly ChartKind[];

export function isChartKind(kind: string): kind is ChartKind {
  return CHART_KINDS.includes(kind);
}

type Rows = readonly (readonly Cell[])[];

/** A string says why it cannot be drawn. */
export function plotOf(
  kind: ChartKind,
  properties: Visualization['properties'],
  columns: readonly AnswerColumn[],
  rows: Rows,
): Plot | string {
  const choice = chooseColumns(kind, properties, columns, rows);
  if (typeof choice === 'string') return choice;
  const axis = new Axis(columns[choice.x]?.type ?? 'string', rows, choice.x, kind);
  const drawn = choice.y.filter((index) => !choice.anomalies.includes(index));
  const bySeries = new Map<string, { column: number; points: Point[]; marked: Point[] }>();
  for (const row of rows) {
    const split = choice.series.map((index) => textOf(row[index] ?? null)).join(', ');
    const xs = axis.places(row[choice.x] ?? null);
    drawn.forEach((index, column) => {
      const own = columns[index]?.name ?? '';
      const name = split === '' ? own : drawn.length > 1 ? `${split}: ${own}` : split;
      let series = bySeries.get(name);
      if (!series) bySeries.set(name, (series = { column, points: [], marked: [] }));
      const ys = listOf(row[index] ?? null);
      // The first anomaly column is of the first series, and so on.
      const anomalies = listOf(row[choice.anomalies[column] ?? -1] ?? null);
      for (const [i, x] of xs.entries()) {
        if (Number.isNaN(x)) continue;
        const point: Point = [x, numberOf(ys[i] ?? null)];
        series.points.push(point);
        if (numberOf(anomalies[i] ?? null)) series.marked.push(point);
      }
    });
  }
  const ordered = [...bySeries].map(([name, { column, points, marked }]) => ({
    name,
    column,
    points: points.toSorted(([a], [b]) => a - b),
    marked,
  }));
  const series = properties['accumulate'] === 'true' ? ordered.map(accumulated) : ordered;
  const stack = stackOf(kind, properties['kind']);
  return {
    kind,
    title: properties['title'] ?? '',
    note: kind === 'piechart' ? belowZero(series) : '',
    x: axis.kind,
    categories: axis.names,
    categoriesAreTimes: axis.namesTimes,
    columns: drawn.map((index) => columns[index]?.name ?? ''),
    ySplit: splitOf(kind, properties['ysplit'], drawn.length),
    series: stack === 'none' ? series : aligned(series),
    stack,
    xTitle: properties['xtitle'] ?? columns[choice.x]?.name ?? '',
    yTitle: properties['ytitle'] ?? (drawn.length === 1 ? (columns[drawn[0] ?? 0]?.name ?? '') : ''),
    yMin: finite(properties['ymin']),
    yMax: finite(properties['ymax']),
    xLog: properties['xaxis'] === 'log',
    yLog: properties['yaxis'] === 'log',
    legend: properties['legend'] !== 'hidden',
  };
}

/** A slice has no size below zero. */
function belowZero([first]: readonly Series[]): string {
  const count = first?.points.filter(([, y]) => y !== null && y < 0).length ?? 0;
  return count === 0 ? '' : `${counted(count, 'value')} below zero ${count === 1 ? 'is' : 'are'} not drawn`;
}

function stackOf(kind: ChartKind, asked: string | undefined): Plot['stack'] {
  if (asked === 'stacked' || asked === 'stacked100') return asked;
  if (kind === 'stackedareachart') return 'stacked';
  return 'none';
}

function splitOf(kind: ChartKind, asked: string | undefined, columns: number): Plot['ySplit'] {
  const canSplit = columns > 1 && kind !== 'barchart' && kind !== 'piechart';
  return canSplit && (asked === 'axes' || asked === 'panels') ? asked : 'none';
}

function accumulated(series: Series): Series {
  let sum = 0;
  return { ...series, points: series.points.map(([x, y]) => [x, (sum += y ?? 0)]) };
}

/** Each with a point at every x of any, zero where it has none of its own: what is stacked is added place by place. */
function aligned(all: readonly Series[]): readonly Series[] {
  const places = [...new Set(all.flatMap(({ points }) => points.map(([x]) => x)))].toSorted((a, b) => a - b);
  return all.map((series) => {
    const own = new Map(series.points);
    return { ...series, points: places.map((x): Point => [x, own.get(x) ?? 0]) };
  });
}
