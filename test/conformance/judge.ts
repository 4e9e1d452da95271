import type { Answer, Cell } from '../../src/domain/answer.ts';
import type { JsonValue } from '../../src/base/json.ts';
import { parseDatetime } from '../../src/kql/values/datetime.ts';
import { isoFromTicks } from '../../src/base/ticks.ts';
import type { ConformanceCase, Source } from './cases.ts';
import { difference, rowsDifference, type Expected } from './compare.ts';

/** Undefined where the answer is the expected one. */
export function judge(source: Source, one: ConformanceCase, answer: Answer): string | undefined {
  switch (source) {
    case 'oracle':
      return difference(answer, one.expected as unknown as Expected, one.ordered);
    case 'docs':
      return asText(answer, one);
    case 'traps':
      return trap(answer, one);
    case 'kusto-loco':
    case 'clickhouse':
      return one.asserts ? asserted(answer, one) : asText(answer, one);
  }
}

/** Pages print reals with six digits and more. */
const PRINTED = 1e-6;

/** Expected cells as a page or another engine prints them. */
function asText(answer: Answer, one: ConformanceCase): string | undefined {
  const expected = one.expected as unknown as Expected;
  const types = answer.columns.map((column) => column.type as string);
  const rows = expected.rows.map((row) => row.map((cell, i) => read(cell, types[i] ?? 'string')));
  return difference(answer, { ...expected, rows }, one.ordered, PRINTED);
}

function read(cell: JsonValue, type: string): JsonValue {
  if (typeof cell !== 'string') return cell;
  if (cell === '(null)') return null;
  if (type === 'string') return cell;
  if (cell === '' || cell === 'null') return null;
  switch (type) {
    case 'bool':
      return /^(true|1)$/i.test(cell);
    case 'int':
    case 'long':
    case 'real':
      return /^(nan|-?inf)/i.test(cell) ? cell : Number(cell.replaceAll(',', ''));
    case 'datetime': {
      const ticks = parseDatetime(cell);
      return ticks === undefined ? cell : isoFromTicks(ticks);
    }
    case 'dynamic':
      return json(cell);
    default:
      return cell;
  }
}

function json(text: string): JsonValue {
  for (const candidate of [text, text.replaceAll("'", '"')]) {
    try {
      return JSON.parse(candidate) as JsonValue;
    } catch {
      // The next reading may fit.
    }
  }
  return text;
}

function trap(answer: Answer, one: ConformanceCase): string | undefined {
  const names = answer.columns.map((column) => column.name);
  const types = answer.columns.map((column) => column.type as string);
  switch (one.check) {
    case 'rowCount':
      return answer.rows.length === one.expected
        ? undefined
        : `${answer.rows.length} rows instead of ${JSON.stringify(one.expected)}`;
    case 'columns':
      return JSON.stringify(names) === JSON.stringify(one.expected)
        ? undefined
        : `columns ${names.join()} instead of ${JSON.stringify(one.expected)}`;
    case 'columns+rows':
      return difference(answer, one.expected as unknown as Expected, one.ordered);
    default:
      return rowsDifference(
        answer.rows,
        one.expected as readonly (readonly JsonValue[])[],
        types,
        one.ordered,
      );
  }
}

function line(row: readonly Cell[]): string {
  return row.map(plain).join(',');
}

function plain(cell: Cell): string {
  if (cell === null) return '<null>';
  if (typeof cell === 'boolean') return cell ? 'True' : 'False';
  if (typeof cell === 'string') return cell.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)/, '$1 $2');
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

function asserted(answer: Answer, one: ConformanceCase): string | undefined {
  const lines = answer.rows.map(line);
  const sorted = (text: string): string =>
    one.form === 'lines' && !one.ordered ? text.split('\n').sort().join('\n') : text;
  const squash = (text: string): string =>
    one.form === 'lastLineSquashed' ? text.replace(/\s/g, '') : text.trim();
  const actual = sorted(squash(one.form === 'lines' ? lines.join('\n') : (lines.at(-1) ?? '')));
  for (const { op, value } of one.asserts ?? []) {
    const wanted = sorted(squash(value));
    const holds =
      op === 'Contain'
        ? actual.includes(wanted)
        : op === 'StartWith'
          ? actual.startsWith(wanted)
          : equalLine(actual, wanted);
    if (!holds) return `${actual} instead of ${op} ${wanted}`;
  }
  return undefined;
}

function equalLine(actual: string, wanted: string): boolean {
  if (actual === wanted) return true;
  const [a, b] = [actual.split(/[,\n]/), wanted.split(/[,\n]/)];
  return (
    a.length === b.length &&
    a.every(
      (text, i) =>
        text === b[i] || Math.abs(Number(text) - Number(b[i])) < 1e-9 * Math.max(1, Math.abs(Number(text))),
    )
  );
}
