import type { Span } from '../../kql/diagnostics.ts';
import type { Expansion, SyntaxNode } from '../../kql/syntax/node.ts';
import type { Seconds } from '../rule/duration.ts';
import { literalSeconds } from './timespanLiteral.ts';
import { argumentsOf, calledName, nameOf, walk } from './walk.ts';

/** How long before now a moment is: the start of a day lies within a day. */
export interface Ago {
  readonly least: Seconds;
  readonly most: Seconds;
}

/** A moment, and where the text says so. */
export interface Moment extends Ago {
  /** In the query's text. */
  readonly span: Span;
}

/** What names stand for at a place: of `let`s, and of parameters in a function's body. */
export interface Constants {
  readonly spans: ReadonlyMap<string, Seconds>;
  readonly moments: ReadonlyMap<string, Moment>;
  readonly numbers: ReadonlyMap<string, number>;
  /** Literals of strings. */
  readonly texts: ReadonlyMap<string, SyntaxNode>;
}

const NONE: Constants = { spans: new Map(), moments: new Map(), numbers: new Map(), texts: new Map() };

const DAY = 86_400;

/** Parts of the calendar, the shortest and the longest that they are. */
const CALENDAR: Readonly<Record<string, Ago>> = {
  year: { least: 365 * DAY, most: 366 * DAY },
  month: { least: 28 * DAY, most: 31 * DAY },
  week: { least: 7 * DAY, most: 7 * DAY },
  day: { least: DAY, most: DAY },
  hour: { least: 3600, most: 3600 },
  minute: { least: 60, most: 60 },
  second: { least: 1, most: 1 },
};

/** Functions that give the start of the part of the calendar that a moment is in. */
const STARTS: Readonly<Record<string, string>> = {
  startofday: 'day',
  startofweek: 'week',
  startofmonth: 'month',
  startofyear: 'year',
};

/** What the `let`s below a node name, and what is known outside. */
export function constantsOf(root: SyntaxNode, outer: Constants = NONE): Constants {
  const inner = new Names(outer);
  for (const node of walk(root))
    if (node.kind === 'LetStatement' && node.parts['Expression'])
      inner.set(nameOf(node.parts['Name']), node.parts['Expression'], inner);
  return inner;
}

/** What a function's body knows in one call of it. */
function bodyConstants(call: SyntaxNode, { parameters, body }: Expansion, outer: Constants): Constants {
  const inner = new Names(outer);
  const given = argumentsOf(call);
  for (const [index, { name, default: other }] of parameters.entries())
    inner.set(name, given[index] ?? other, outer);
  return constantsOf(body, inner);
}

export interface Placed {
  readonly node: SyntaxNode;
  readonly constants: Constants;
}

const MAX_DEPTH = 12;

/**
 * The node and all below it but what is passed over, with what names stand for there; where a function of the query is
 * called its body with what it is given, in the place of its arguments.
 */
export function* walkPlaced(
  node: SyntaxNode,
  passed: (each: Placed) => boolean,
  constants: Constants = constantsOf(node),
  depth = 0,
): Generator<Placed> {
  if (passed({ node, constants })) return;
  yield { node, constants };
  const { expansion } = node;
  if (expansion && !expansion.body.foreign && depth < MAX_DEPTH) {
    const inner = bodyConstants(node, expansion, constants);
    yield* walkPlaced(expansion.body, passed, inner, depth + 1);
    // Tables that the body is given are no names in it.
    for (const given of argumentsOf(node))
      if (given.type.kind === 'table') yield* walkPlaced(given, passed, constants, depth);
    return;
  }
  for (const child of Object.values(node.parts)) yield* walkPlaced(child, passed, constants, depth);
  for (const item of node.items) yield* walkPlaced(item, passed, constants, depth);
}

class Names implements Constants {
  readonly spans: Map<string, Seconds>;
  readonly moments: Map<string, Moment>;
  readonly numbers: Map<string, number>;
  readonly texts: Map<string, SyntaxNode>;

  constructor({ spans, moments, numbers, texts }: Constants) {
    this.spans = new Map(spans);
    this.moments = new Map(moments);
    this.numbers = new Map(numbers);
    this.texts = new Map(texts);
  }

  /** Takes the value of an expression, which is read with `known`, under a name; none hides one of outside. */
  set(name: string, value: SyntaxNode | undefined, known: Constants): void {
    put(this.spans, name, value && timespanOf(value, known));
    put(this.moments, name, value && momentOf(value, known));
    put(this.numbers, name, value && wholeOf(value, known));
    put(this.texts, name, value && textOf(value, known));
  }
}

function put<T>(map: Map<string, T>, name: string, value: T | undefined): void {
  if (value === undefined) map.delete(name);
  else map.set(name, value);
}

/** The literal that a text is. */
export function textOf(node: SyntaxNode, { texts }: Constants): SyntaxNode | undefined {
  return node.kind === 'NameReference'
    ? texts.get(nameOf(node))
    : node.string === undefined
      ? undefined
      : node;
}

function momentOf(node: SyntaxNode, constants: Constants): Moment | undefined {
  const named = node.kind === 'NameReference' ? constants.moments.get(nameOf(node)) : undefined;
  const ago = agoOf(node, constants);
  return named ?? (ago && { ...ago, span: { start: node.start, length: node.length } });
}

/**
 * How long before now a moment is, where constants say so: `ago(x)`, `now(-x)`, `now() - x`, `startofday(…)`,
 * `bin(now(), x)`, and names of these. Undefined for all else.
 */
export function agoOf(node: SyntaxNode, constants: Constants): Ago | undefined {
  const [first, second] = argumentsOf(node);
  const name = calledName(node);
  if (node.kind === 'NameReference') return constants.moments.get(nameOf(node));
  if (node.kind === 'ParenthesizedExpression')
    return node.parts['Expression'] && agoOf(node.parts['Expression'], constants);
  if (name === 'ago') return exactly(first && timespanOf(first, constants));
  if (name === 'now') return exactly(first ? timespanOf(first, constants) : 0, -1);
  if (name === 'datetime_add') return pushedBack(node, constants);
  if (name === 'bin' || name === 'floor') {
    const width = second && timespanOf(second, constants);
    return earlier(
      first && agoOf(first, constants),
      width === undefined ? undefined : { least: 0, most: width },
    );
  }
  const start = STARTS[name];
  if (start !== undefined) return startedBack(node, CALENDAR[start], constants);
  const sign = node.kind === 'SubtractExpression' ? 1 : node.kind === 'AddExpression' ? -1 : undefined;
  const { Left: left, Right: right } = node.parts;
  return sign === undefined || !left || !right
    ? undefined
    : earlier(agoOf(left, constants), exactly(timespanOf(right, constants), sign));
}

function exactly(seconds: Seconds | undefined, sign: 1 | -1 = 1): Ago | undefined {
  return seconds === undefined ? undefined : { least: 0 + sign * seconds, most: 0 + sign * seconds };
}

function earlier(from: Ago | undefined, by: Ago | undefined): Ago | undefined {
  return from && by && { least: from.least + by.least, most: from.most + by.most };
}

/** So many parts of the calendar, counted backwards. */
function parts(count: number | undefined, unit: Ago | undefined): Ago | undefined {
  if (count === undefined || !unit) return undefined;
  const [a, b] = [0 - count * unit.least, 0 - count * unit.most];
  return { least: Math.min(a, b), most: Math.max(a, b) };
}

/** `startofday(now(), -7)` */
function startedBack(node: SyntaxNode, unit: Ago | undefined, constants: Constants): Ago | undefined {
  const [from, offset] = argumentsOf(node);
  const count = offset ? wholeOf(offset, constants) : 0;
  const began = earlier(from && agoOf(from, constants), unit && { least: 0, most: unit.most });
  return earlier(began, parts(count, unit));
}

/** `datetime_add("day", -7, now())` */
function pushedBack(node: SyntaxNode, constants: Constants): Ago | undefined {
  const [part, amount, from] = argumentsOf(node);
  return earlier(
    from && agoOf(from, constants),
    parts(amount && wholeOf(amount, constants), calendarUnit(part)),
  );
}

/** A part of the calendar that is named by a text. */
export function calendarUnit(part: SyntaxNode | undefined): Ago | undefined {
  return part?.string === undefined ? undefined : CALENDAR[part.string.toLowerCase()];
}

/** Seconds of a timespan that constants tell. */
export function timespanOf(node: SyntaxNode, constants: Constants): Seconds | undefined {
  const { Left: left, Right: right, Expression: inner } = node.parts;
  switch (node.kind) {
    case 'TimespanLiteralExpression':
      return literalSeconds(node.parts['Token']?.text ?? '');
    case 'NameReference':
      return constants.spans.get(nameOf(node));
    case 'ParenthesizedExpression':
      return inner && timespanOf(inner, constants);
    case 'UnaryMinusExpression': {
      const value = inner && timespanOf(inner, constants);
      return value === undefined ? undefined : -value;
    }
    case 'ToScalarExpression': {
      const printed = inner?.kind === 'PrintOperator' ? inner.parts['Expressions']?.items : undefined;
      return printed?.[0] && timespanOf(printed[0].parts['Expression'] ?? printed[0], constants);
    }
    case 'MultiplyExpression': {
      if (!left || !right) return undefined;
      const timespan = timespanOf(left, constants) ?? timespanOf(right, constants);
      const factor = wholeOf(left, constants) ?? wholeOf(right, constants);
      return timespan === undefined || factor === undefined ? undefined : timespan * factor;
    }
    case 'AddExpression':
    case 'SubtractExpression': {
      const a = left && timespanOf(left, constants);
      const b = right && timespanOf(right, constants);
      return a === undefined || b === undefined ? undefined : node.kind === 'AddExpression' ? a + b : a - b;
    }
    default: {
      const [value] = calledName(node) === 'totimespan' ? argumentsOf(node) : [];
      if (!value) return undefined;
      return value.string === undefined ? timespanOf(value, constants) : literalSeconds(value.string);
    }
  }
}

/** A whole number that constants tell. */
export function wholeOf(node: SyntaxNode, constants: Constants): number | undefined {
  const inner = node.parts['Expression'];
  switch (node.kind) {
    case 'LongLiteralExpression': {
      const text = node.parts['Token']?.text ?? '';
      return /^\d+$/.test(text) ? Number(text) : undefined;
    }
    case 'NameReference':
      return constants.numbers.get(nameOf(node));
    case 'ParenthesizedExpression':
      return inner && wholeOf(inner, constants);
    case 'UnaryMinusExpression': {
      const value = inner && wholeOf(inner, constants);
      return value === undefined ? undefined : -value;
    }
    default:
      return undefined;
  }
}
