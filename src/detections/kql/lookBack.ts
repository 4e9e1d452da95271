import type { Span } from '../../kql/diagnostics.ts';
import type { Expansion, SyntaxNode } from '../../kql/syntax/node.ts';
import type { Seconds } from '../rule/duration.ts';
import { argumentsOf, calledName, nameOf, walk } from './walk.ts';

export interface LookBack {
  readonly seconds: Seconds;
  /** In the query's text. */
  readonly span: Span;
}

const UNITS: Readonly<Record<string, number>> = {
  d: 86_400,
  day: 86_400,
  days: 86_400,
  h: 3600,
  hr: 3600,
  hrs: 3600,
  hour: 3600,
  hours: 3600,
  m: 60,
  min: 60,
  minute: 60,
  minutes: 60,
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
  ms: 1e-3,
  milli: 1e-3,
  millisecond: 1e-3,
  milliseconds: 1e-3,
};

/** Parts that `datetime_add` takes; a month is at least this long. */
const CALENDAR: Readonly<Record<string, number>> = {
  month: 28 * 86_400,
  week: 7 * 86_400,
  day: 86_400,
  hour: 3600,
  minute: 60,
  second: 1,
};

/**
 * How far before now the query reaches, where it says so with constants: `ago(x)`, `now(-x)`, `now() - x`, with `let`s
 * resolved. Undefined where it does not say.
 */
export function lookBackOf(root: SyntaxNode): LookBack | undefined {
  let furthest: LookBack | undefined;
  for (const { node, constants } of walkOwnTimes(root, timespanConstants(root))) {
    const seconds = reach(node, constants);
    if (seconds !== undefined && (!furthest || seconds > furthest.seconds))
      furthest = { seconds, span: { start: node.start, length: node.length } };
  }
  return furthest;
}

/** Columns with the time at which an event was or came; others hold times of what the event is about. */
const EVENT_TIMES = /^(TimeGenerated|Timestamp|_TimeReceived|ingestion_time|EventTime|timestamp)$/;
const COMPARISONS = new Set([
  'GreaterThanExpression',
  'GreaterThanOrEqualExpression',
  'LessThanExpression',
  'LessThanOrEqualExpression',
  'BetweenExpression',
]);

interface Placed {
  readonly node: SyntaxNode;
  /** Names of timespans there: of `let`s, and of parameters in a function's body. */
  readonly constants: ReadonlyMap<string, Seconds>;
}

const MAX_DEPTH = 12;

/**
 * All nodes, those of functions of the query where they are called included, but comparisons of a column that is no time of
 * the event: how old an account is, when a password was set.
 */
function* walkOwnTimes(
  node: SyntaxNode,
  constants: ReadonlyMap<string, Seconds>,
  depth = 0,
): Generator<Placed> {
  if (COMPARISONS.has(node.kind)) {
    const named = [node.parts['Left'], node.parts['Right']].flatMap((side) =>
      side ? columnNames(side) : [],
    );
    if (named.length > 0 && !named.some((name) => EVENT_TIMES.test(name))) return;
  }
  yield { node, constants };
  const { expansion } = node;
  if (expansion && !expansion.body.foreign && depth < MAX_DEPTH)
    yield* walkOwnTimes(expansion.body, bodyConstants(node, expansion, constants), depth + 1);
  for (const child of Object.values(node.parts)) yield* walkOwnTimes(child, constants, depth);
  for (const item of node.items) yield* walkOwnTimes(item, constants, depth);
}

/** What a function's body knows in one call of it. */
function bodyConstants(
  call: SyntaxNode,
  { parameters, body }: Expansion,
  outer: ReadonlyMap<string, Seconds>,
): ReadonlyMap<string, Seconds> {
  const inner = new Map(outer);
  const given = argumentsOf(call);
  for (const [index, { name, default: other }] of parameters.entries()) {
    const value = given[index] ?? other;
    const seconds = value && timespanOf(value, outer);
    if (seconds === undefined) inner.delete(name);
    else inner.set(name, seconds);
  }
  return timespanConstants(body, inner);
}

/**
 * How far before now a condition lets TimeGenerated lie at most and at least, where it says so: both ends included, so that
 * it may let through a moment more than the condition does.
 */
export function timeBounds(
  condition: SyntaxNode,
  constants: ReadonlyMap<string, Seconds>,
): { readonly oldest?: Seconds; readonly newest?: Seconds } | undefined {
  const { Left: left, Right: right } = condition.parts;
  if (!left || !right || left.kind !== 'NameReference' || nameOf(left) !== 'TimeGenerated') return undefined;
  const at = (node: SyntaxNode | undefined): Seconds | undefined => node && reach(node, constants);
  switch (condition.kind) {
    case 'GreaterThanExpression':
    case 'GreaterThanOrEqualExpression': {
      const oldest = at(right);
      return oldest === undefined ? undefined : { oldest };
    }
    case 'LessThanExpression':
    case 'LessThanOrEqualExpression': {
      const newest = at(right);
      return newest === undefined ? undefined : { newest };
    }
    case 'BetweenExpression': {
      const [oldest, newest] = [at(right.parts['First']), at(right.parts['Second'])];
      return { ...(oldest !== undefined && { oldest }), ...(newest !== undefined && { newest }) };
    }
    default:
      return undefined;
  }
}

function columnNames(node: SyntaxNode): readonly string[] {
  return [...walk(node)].flatMap((each) =>
    each.kind === 'NameReference' && each.symbol?.kind === 'Column' ? [each.symbol.name] : [],
  );
}

function reach(node: SyntaxNode, constants: ReadonlyMap<string, Seconds>): Seconds | undefined {
  const [first] = argumentsOf(node);
  const name = calledName(node);
  if (name === 'ago' && first) return timespanOf(first, constants);
  if (name === 'now' && first) {
    const offset = timespanOf(first, constants);
    return offset === undefined ? undefined : -offset;
  }
  if (name === 'datetime_add') return pushedBack(node);
  const unit = STARTS[name];
  if (unit !== undefined && first) return startedBack(first, argumentsOf(node)[1], unit, constants);
  if (
    node.kind === 'SubtractExpression' &&
    calledName(node.parts['Left'] ?? node) === 'now' &&
    node.parts['Right']
  )
    return timespanOf(node.parts['Right'], constants);
  return undefined;
}

/** Functions that give the start of the time span that a moment is in, and how long the span is at least. */
const STARTS: Readonly<Record<string, Seconds>> = {
  startofday: 86_400,
  startofweek: 7 * 86_400,
  startofmonth: 28 * 86_400,
  startofyear: 365 * 86_400,
};

/** `startofday(now(), -7)`; without an offset it is the moment itself that tells. */
function startedBack(
  from: SyntaxNode,
  offset: SyntaxNode | undefined,
  unit: Seconds,
  constants: ReadonlyMap<string, Seconds>,
): Seconds | undefined {
  const inner = offset?.kind === 'UnaryMinusExpression' ? offset.parts['Expression'] : undefined;
  const count = inner && wholeOf(inner);
  const isNow = calledName(from) === 'now' && argumentsOf(from).length === 0;
  const base = isNow ? 0 : reach(from, constants);
  return count === undefined || base === undefined ? undefined : base + count * unit;
}

/** `datetime_add("day", -7, now())` */
function pushedBack(node: SyntaxNode): Seconds | undefined {
  const [part, amount, from] = argumentsOf(node);
  if (!part || !amount || !from || calledName(from) !== 'now' || argumentsOf(from).length > 0)
    return undefined;
  const unit = part.string === undefined ? undefined : CALENDAR[part.string.toLowerCase()];
  const inner = amount.kind === 'UnaryMinusExpression' ? amount.parts['Expression'] : undefined;
  const count = inner && wholeOf(inner);
  return unit === undefined || count === undefined ? undefined : count * unit;
}

/** `let`s that name a timespan, in seconds, and what is known outside. */
export function timespanConstants(
  root: SyntaxNode,
  outer: ReadonlyMap<string, Seconds> = new Map(),
): ReadonlyMap<string, Seconds> {
  const constants = new Map(outer);
  for (const node of walk(root)) {
    if (node.kind !== 'LetStatement' || !node.parts['Expression']) continue;
    const seconds = timespanOf(node.parts['Expression'], constants);
    if (seconds !== undefined) constants.set(nameOf(node.parts['Name']), seconds);
  }
  return constants;
}

function timespanOf(node: SyntaxNode, constants: ReadonlyMap<string, Seconds>): Seconds | undefined {
  switch (node.kind) {
    case 'TimespanLiteralExpression':
      return literalSeconds(node.parts['Token']?.text ?? '');
    case 'NameReference':
      return constants.get(nameOf(node));
    case 'ParenthesizedExpression':
      return node.parts['Expression'] && timespanOf(node.parts['Expression'], constants);
    case 'UnaryMinusExpression': {
      const value = node.parts['Expression'] && timespanOf(node.parts['Expression'], constants);
      return value === undefined ? undefined : -value;
    }
    case 'MultiplyExpression': {
      const { Left: left, Right: right } = node.parts;
      if (!left || !right) return undefined;
      const [timespan, factor] = [
        timespanOf(left, constants) ?? timespanOf(right, constants),
        wholeOf(left) ?? wholeOf(right),
      ];
      return timespan === undefined || factor === undefined ? undefined : timespan * factor;
    }
    case 'AddExpression': {
      const { Left: left, Right: right } = node.parts;
      const a = left && timespanOf(left, constants);
      const b = right && timespanOf(right, constants);
      return a === undefined || b === undefined ? undefined : a + b;
    }
    default: {
      const [value] = calledName(node) === 'totimespan' ? argumentsOf(node) : [];
      if (!value) return undefined;
      return value.string === undefined ? timespanOf(value, constants) : literalSeconds(value.string);
    }
  }
}

function wholeOf(node: SyntaxNode): number | undefined {
  const text = node.kind === 'LongLiteralExpression' ? (node.parts['Token']?.text ?? '') : '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** `14d`, `1.5h`, `time(14d)`, `timespan(1.00:00:00)`. */
function literalSeconds(text: string): Seconds | undefined {
  const inner = /^(?:time|timespan)\s*\(\s*(.*?)\s*\)$/i.exec(text)?.[1] ?? text;
  const short = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(inner);
  if (short) {
    const unit = UNITS[(short[2] ?? '').toLowerCase()];
    return unit === undefined ? undefined : Number(short[1]) * unit;
  }
  const clock = /^(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(inner);
  return clock
    ? Number(clock[1] ?? 0) * 86_400 + Number(clock[2]) * 3600 + Number(clock[3]) * 60 + Number(clock[4] ?? 0)
    : undefined;
}
