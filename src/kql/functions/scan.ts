import { MAX_DATETIME_TICKS } from '../../base/ticks.ts';
import { carryRefusal, refuse, type Span } from '../diagnostics.ts';
import type { Dynamic } from '../values/dynamic.ts';
import { type ScalarEntry, udf } from './entry.ts';
import { sequenceRows } from './sequenceRows.ts';

/** Moments and spans are ticks; guids, decimals and dynamics their text. */
type Value = null | boolean | bigint | number | string;
type Row = readonly Value[];

/** An expression over the row at hand and the states of steps. */
export type ScanCode =
  | { readonly op: 'cell'; readonly column: number }
  | { readonly op: 'state'; readonly step: number; readonly column: number }
  | { readonly op: 'call'; readonly name: ScanFunction; readonly args: readonly ScanCode[] };

export interface ScanStep {
  readonly condition: ScanCode;
  readonly assignments: readonly { readonly column: number; readonly code: ScanCode }[];
  /** Of rows that match the step: each, the last of those that match it in turn, or none. */
  readonly output: 'all' | 'last' | 'none';
}

/** Over a row's cells, by their index: those that the steps read of the input, and the declared ones. */
export interface ScanProgram {
  readonly inputs: readonly ScanType[];
  readonly declared: readonly number[];
  /** What is given of each row that is shown. */
  readonly outputs: readonly number[];
  /** What a step without a row yet has of the input. */
  readonly empty: readonly (string | null)[];
  readonly steps: readonly ScanStep[];
  readonly place: Span;
}

/** How a cell's text is read. */
export type ScanType = 'whole' | 'real' | 'bool' | 'text';

const both =
  (f: (a: bigint, b: bigint) => Value, g: (a: number, b: number) => Value) => (a: Value, b: Value) => {
    if (a === null || b === null) return null;
    return typeof a === 'bigint' && typeof b === 'bigint' ? f(a, b) : g(Number(a), Number(b));
  };
const compare =
  (test: (sign: number) => boolean) =>
  (a: Value, b: Value): Value => {
    if (a === null || b === null) return null;
    if (Number.isNaN(a) || Number.isNaN(b)) return false;
    return test(a < b ? -1 : a > b ? 1 : 0);
  };
const equal = (a: Value, b: Value): Value => {
  if (a === null || b === null) return a === b ? null : false;
  return a === b;
};
const negate = (value: Value): Value => (value === null ? null : value !== true);
const truncated = (value: number): Value =>
  Number.isFinite(value) && Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : null;
const extreme =
  (pick: (a: Value, b: Value) => boolean) =>
  (...values: Value[]): Value =>
    values.reduce((best, value) => (best === null || (value !== null && pick(value, best)) ? value : best));

/** Of the function table's names and syntax kinds those that a step may apply to a state. */
const FUNCTIONS = {
  AddExpression: both(
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  SubtractExpression: both(
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  MultiplyExpression: both(
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  DivideExpression: both(
    (a, b) => (b === 0n ? null : a / b),
    (a, b) => a / b,
  ),
  UnaryMinusExpression: (a: Value) => (typeof a === 'bigint' || typeof a === 'number' ? -a : null),
  EqualExpression: equal,
  NotEqualExpression: (a: Value, b: Value) => negate(equal(a, b)),
  LessThanExpression: compare((sign) => sign < 0),
  LessThanOrEqualExpression: compare((sign) => sign <= 0),
  GreaterThanExpression: compare((sign) => sign > 0),
  GreaterThanOrEqualExpression: compare((sign) => sign >= 0),
  AndExpression: (a: Value, b: Value) =>
    a === false || b === false ? false : a === null || b === null ? null : true,
  OrExpression: (a: Value, b: Value) =>
    a === true || b === true ? true : a === null || b === null ? null : false,
  not: negate,
  iff: (test: Value, yes: Value, no: Value) => (test === true ? yes : no),
  case: (...args: Value[]) => {
    for (let i = 0; i + 1 < args.length; i += 2) if (args[i] === true) return args[i + 1] ?? null;
    return args.at(-1) ?? null;
  },
  isnull: (value: Value) => value === null,
  isnotnull: (value: Value) => value !== null,
  isempty: (value: Value) => value === null || value === '',
  isnotempty: (value: Value) => value !== null && value !== '',
  coalesce: (...values: Value[]) =>
    values.find((value) => value !== null && value !== '') ?? values.at(-1) ?? null,
  max_of: extreme((a, b) => a !== null && b !== null && a > b),
  min_of: extreme((a, b) => a !== null && b !== null && a < b),
  strcat: (...values: Value[]) => values.map((value) => String(value ?? '')).join(''),
  /** Conversions that the types of operands ask for. */
  toreal: (value: Value) => (value === null ? null : Number(value)),
  towhole: (value: Value) => (typeof value === 'number' ? truncated(value) : value),
  /** Null where a number has no place in 32 bits. */
  tonarrow: (value: Value) =>
    typeof value === 'bigint' && value === BigInt.asIntN(32, value) ? value : null,
  /** Null where ticks lie outside of the years 1 to 9999. */
  tomoment: (value: Value) =>
    typeof value === 'bigint' && value >= 0n && value <= MAX_DATETIME_TICKS ? value : null,
} satisfies Readonly<Record<string, (...args: Value[]) => Value>>;

export type ScanFunction = keyof typeof FUNCTIONS;

export function isScanFunction(name: string): name is ScanFunction {
  return Object.hasOwn(FUNCTIONS, name);
}

type States = readonly (readonly (Row | undefined)[] | undefined)[];

function evaluate(code: ScanCode, row: Row, states: readonly (Row | undefined)[], empty: Row): Value {
  switch (code.op) {
    case 'cell':
      return row[code.column] ?? null;
    case 'state':
      return (states[code.step] ?? empty)[code.column] ?? null;
    case 'call': {
      const f: (...args: Value[]) => Value = FUNCTIONS[code.name];
      return f(...code.args.map((arg) => evaluate(arg, row, states, empty)));
    }
  }
}

/**
 * The scan operator: each row is tried against the steps from the last to the first. It moves a step's sequence on to the
 * next step, or continues the step that it is in; the first step begins one, a match, where none is in it. Gives
 * `[row, match, outputs…]`.
 */
function scan(rowsText: string, programText: string): string {
  const program = JSON.parse(programText) as ScanProgram;
  const rows = sequenceRows(rowsText);
  const types = program.inputs;
  let empty: Row = program.empty.map((text, i) => valueOf(text, types[i] ?? 'text'));
  const states: (readonly (Row | undefined)[] | undefined)[] = program.steps.map(() => undefined);
  const matches: number[] = [];
  const out = new ScanOutput(program);
  let match = -1;
  for (const [index, cells] of rows.entries()) {
    const row = types.map((type, i) => valueOf(textOf(cells, i), type));
    // A declared column's cell is its default, the same in every row.
    if (index === 0)
      empty = empty.map((value, i) => (program.declared.includes(i) ? (row[i] ?? null) : value));
    for (let k = program.steps.length - 1; k >= 0; k--) {
      const step = program.steps[k];
      if (!step) continue;
      const source = sourceOf(step, k, row, states, empty);
      if (source === undefined) continue;
      if (source === 'before') {
        matches[k] = matches[k - 1] ?? 0;
      } else if (k === 0 && states[k] === undefined) matches[k] = ++match;
      const held = (source === 'before' ? states[k - 1] : states[k]) ?? [];
      const extended = [...row];
      for (const { column, code } of step.assignments) extended[column] = evaluate(code, row, held, empty);
      const state = [...held];
      state[k] = extended;
      if (source === 'before') {
        states[k - 1] = undefined;
        out.ended(k - 1);
        out.begun(k);
      }
      states[k] = state;
      out.matched(k, {
        index,
        cells: [String(matches[k] ?? 0), ...program.outputs.map((i) => cellOf(extended[i] ?? null))],
      });
    }
  }
  return out.print();
}

interface ScanRow {
  readonly index: number;
  readonly cells: readonly string[];
}

/** The rows that a scan shows, in the order of its input. */
class ScanOutput {
  private readonly rows: ScanRow[] = [];
  /** By step, the last row so far of those that match it in turn. */
  private readonly last: (ScanRow | undefined)[] = [];
  private readonly program: ScanProgram;

  constructor(program: ScanProgram) {
    this.program = program;
  }

  matched(step: number, row: ScanRow): void {
    const output = this.program.steps[step]?.output;
    if (output === 'all') this.rows.push(row);
    if (output === 'last') this.last[step] = row;
  }

  /** The step's sequence has gone on to the next step. */
  ended(step: number): void {
    const row = this.last[step];
    if (row) this.rows.push(row);
    this.last[step] = undefined;
  }

  /** Another sequence comes to the step. */
  begun(step: number): void {
    if (!this.last[step]) return;
    throw carryRefusal(
      refuse(
        'rows-not-settled',
        'The documentation of scan leaves open whether output=last gives the last row of a sequence that another one replaces in its step, as happens over these rows.',
        this.program.place,
        'Use output=all and keep the last row of each match with arg_max() by the match id.',
      ),
    );
  }

  print(): string {
    for (const step of this.last.keys()) this.ended(step);
    const rows = this.rows.sort((a, b) => a.index - b.index);
    return `[${rows.map(({ index, cells }) => `[${index},${cells.join(',')}]`).join(',')}]`;
  }
}

/** Which state a row continues: that of the step before, the step's own, or none. */
function sourceOf(
  step: ScanStep,
  k: number,
  row: Row,
  states: States,
  empty: Row,
): 'before' | 'own' | undefined {
  const before = k > 0 ? states[k - 1] : undefined;
  if (before && evaluate(step.condition, row, before, empty) === true) return 'before';
  const own = states[k];
  if (k > 0 && !own) return undefined;
  return evaluate(step.condition, row, own ?? [], empty) === true ? 'own' : undefined;
}

function textOf(cells: Dynamic, i: number): string | null {
  const cell = Array.isArray(cells) ? cells[i] : null;
  return typeof cell === 'string' ? cell : null;
}

function valueOf(text: string | null, type: ScanType): Value {
  if (text === null) return null;
  switch (type) {
    case 'whole':
      return BigInt(text);
    case 'real':
      return /nan/i.test(text)
        ? NaN
        : /inf/i.test(text)
          ? text.startsWith('-')
            ? -Infinity
            : Infinity
          : Number(text);
    case 'bool':
      return text === 'true';
    case 'text':
      return text;
  }
}

function cellOf(value: Value): string {
  return value === null ? 'null' : JSON.stringify(String(value));
}

/** When a session began, for each moment in turn: `[row, start]`. */
function sessions(rowsText: string): string {
  const rows = sequenceRows(rowsText);
  const out: string[] = [];
  let start: bigint | null = null;
  let previous: bigint | null = null;
  for (const [index, cells] of rows.entries()) {
    const [at, fromFirst, fromLast] = [0, 1, 2].map(
      (i) => valueOf(textOf(cells, i), 'whole') as bigint | null,
    );
    const restart = textOf(cells, 3) === 'true';
    if (at === null || at === undefined) start = null;
    else if (
      start === null ||
      previous === null ||
      restart ||
      at >= start + (fromFirst ?? 0n) ||
      at >= previous + (fromLast ?? 0n)
    )
      start = at;
    previous = at ?? null;
    out.push(`[${index},${cellOf(start)}]`);
  }
  return `[${out.join(',')}]`;
}

/** What the plan's `sequence` calls. */
export const SCANS: readonly ScalarEntry[] = [
  udf('scan', ['string', 'string'], 'string', scan),
  udf('sessions', ['string', 'string'], 'string', sessions),
];
