import type { JsonValue } from '../../src/base/json.ts';
import type { AnswerColumn, Cell, Visualization } from '../../src/domain/answer.ts';
import { isNumeric } from '../../src/domain/result.ts';

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
  readonly points: readonly Point[];
  /** Points that an anomaly column marks. */
  readonly marked: readonly Point[];
}

/** What is to be drawn, as Kusto's `render` reads an answer. */
export interface Plot {
  readonly kind: ChartKind;
  readonly title: string;
  readonly x: 'time' | 'number' | 'category';
  /** Names of the categories where x counts them. */
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly stack: 'none' | 'stacked' | 'stacked100';
  readonly xTitle: string;
  readonly yTitle: string;
  readonly yMin: number | undefined;
  readonly yMax: number | undefined;
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
  const bySeries = new Map<string, { points: Point[]; marked: Point[] }>();
  for (const row of rows) {
    const split = choice.series.map((index) => textOf(row[index] ?? null)).join(', ');
    const xs = axis.places(row[choice.x] ?? null);
    for (const index of drawn) {
      const column = columns[index]?.name ?? '';
      const name = split === '' ? column : drawn.length > 1 ? `${split}: ${column}` : split;
      let series = bySeries.get(name);
      if (!series) bySeries.set(name, (series = { points: [], marked: [] }));
      const ys = listOf(row[index] ?? null);
      xs.forEach((x, i) => {
        const point: Point = [x, numberOf(ys[i] ?? null)];
        series.points.push(point);
        if (choice.anomalies.some((anomaly) => Boolean(numberOf(listOf(row[anomaly] ?? null)[i] ?? null))))
          series.marked.push(point);
      });
    }
  }
  const ordered = [...bySeries].map(([name, { points, marked }]) => ({
    name,
    points: axis.kind === 'category' ? points : points.toSorted(([a], [b]) => a - b),
    marked,
  }));
  const accumulate = properties['accumulate'] === 'true';
  return {
    kind,
    title: properties['title'] ?? '',
    x: axis.kind,
    categories: axis.names,
    series: accumulate ? ordered.map(accumulated) : ordered,
    stack: stackOf(kind, properties['kind']),
    xTitle: properties['xtitle'] ?? columns[choice.x]?.name ?? '',
    yTitle: properties['ytitle'] ?? (drawn.length === 1 ? (columns[drawn[0] ?? 0]?.name ?? '') : ''),
    yMin: finite(properties['ymin']),
    yMax: finite(properties['ymax']),
    yLog: properties['yaxis'] === 'log',
    legend: properties['legend'] !== 'hidden',
  };
}

interface Choice {
  readonly x: number;
  readonly y: readonly number[];
  readonly series: readonly number[];
  readonly anomalies: readonly number[];
}

function chooseColumns(
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

/** Where a value lies along x. */
class Axis {
  readonly kind: Plot['x'];
  readonly names: string[] = [];
  readonly #known = new Map<string, number>();

  constructor(type: AnswerColumn['type'], rows: Rows, column: number, chart: ChartKind) {
    const isTime = type === 'datetime' || rows.some((row) => isTimeList(row[column] ?? null));
    const isBars = chart === 'columnchart' || chart === 'barchart' || chart === 'piechart';
    this.kind = isBars ? 'category' : isTime ? 'time' : isNumeric(type) ? 'number' : 'category';
  }

  places(cell: Cell): readonly number[] {
    return listOf(cell).map((value) => {
      if (this.kind === 'time') return Date.parse(textOf(value));
      if (this.kind === 'number') return numberOf(value) ?? Number.NaN;
      const name = textOf(value);
      const known = this.#known.get(name) ?? this.names.push(name) - 1;
      this.#known.set(name, known);
      return known;
    });
  }
}

function stackOf(kind: ChartKind, asked: string | undefined): Plot['stack'] {
  if (asked === 'stacked' || asked === 'stacked100') return asked;
  if (kind === 'stackedareachart') return 'stacked';
  return 'none';
}

function accumulated({ name, points, marked }: Series): Series {
  let sum = 0;
  return { name, marked, points: points.map(([x, y]) => [x, (sum += y ?? 0)]) };
}

/** A cell of make-series is a list with a value for each place along x. */
function listOf(cell: Cell): readonly JsonValue[] {
  return isList(cell) ? cell : [cell];
}

function isList(cell: Cell): cell is readonly JsonValue[] {
  return Array.isArray(cell);
}

function isTimeList(cell: Cell): boolean {
  return isList(cell) && typeof cell[0] === 'string' && /^\d{4}-\d\d-\d\dT/.test(cell[0]);
}

function isNumberList(cell: Cell): boolean {
  return isList(cell) && cell.some((value) => typeof value === 'number');
}

function numberOf(value: JsonValue): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && value !== ''
        ? Number(value)
        : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

function textOf(value: JsonValue): string {
  if (value === null || value === '') return '(empty)';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function finite(text: string | undefined): number | undefined {
  const number = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}
