import type { Span } from '../../kql/diagnostics.ts';
import type { SyntaxNode } from '../../kql/syntax/node.ts';
import type { Seconds } from '../rule/duration.ts';
import {
  type Ago,
  agoOf,
  calendarUnit,
  type Constants,
  type Moment,
  type Placed,
  timespanOf,
  walkPlaced,
  wholeOf,
} from './times.ts';
import { argumentsOf, calledName, nameOf, walk } from './walk.ts';

export interface LookBack {
  /** At least. */
  readonly seconds: Seconds;
  /** In the query's text. */
  readonly span: Span;
}

/**
 * How far before now the query reaches, where it says so with constants: `ago(x)`, `now(-x)`, `now() - x`, with `let`s
 * resolved, and `now() - TimeGenerated < x`. Undefined where it does not say.
 */
export function lookBackOf(root: SyntaxNode): LookBack | undefined {
  let furthest: LookBack | undefined;
  for (const { node, constants } of walkPlaced(root, isOtherTime)) {
    const back = reach(node, constants);
    if (back && (!furthest || back.least > furthest.seconds))
      furthest = { seconds: back.least, span: back.span };
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

/**
 * Comparisons of a column that is no time of the event (how old an account is, when a password was set), and `let`s of a
 * moment, which count where they are used.
 */
function isOtherTime({ node, constants }: Placed): boolean {
  if (node.kind === 'LetStatement') return constants.moments.has(nameOf(node.parts['Name']));
  if (!COMPARISONS.has(node.kind)) return false;
  const named = [node.parts['Left'], node.parts['Right']].flatMap((side) => (side ? columnNames(side) : []));
  return named.length > 0 && !named.some((name) => EVENT_TIMES.test(name));
}

function reach(node: SyntaxNode, constants: Constants): Moment | undefined {
  const named = node.kind === 'NameReference' ? constants.moments.get(nameOf(node)) : undefined;
  const ago = agoOf(node, constants) ?? sinceEvent(node, constants);
  return named ?? (ago && { ...ago, span: { start: node.start, length: node.length } });
}

/** `now() - TimeGenerated < 7d` and `datetime_diff("day", now(), TimeGenerated) < 7`. */
function sinceEvent(node: SyntaxNode, constants: Constants): Ago | undefined {
  if (node.kind !== 'LessThanExpression' && node.kind !== 'LessThanOrEqualExpression') return undefined;
  const { Left: left, Right: limit } = node.parts;
  if (!left || !limit) return undefined;
  const [part, later, earlier] = calledName(left) === 'datetime_diff' ? argumentsOf(left) : [];
  const subtraction = left.kind === 'SubtractExpression' ? left.parts : {};
  const from = later ?? subtraction['Left'];
  const event = earlier ?? subtraction['Right'];
  if (!from || !event || event.kind !== 'NameReference' || !EVENT_TIMES.test(nameOf(event))) return undefined;
  const base = agoOf(from, constants);
  const unit = calendarUnit(part);
  const count = wholeOf(limit, constants);
  const counted = unit && count !== undefined ? unit.least * count : undefined;
  const span = part ? counted : timespanOf(limit, constants);
  return base && span !== undefined ? { least: base.least + span, most: base.most + span } : undefined;
}

/**
 * How far before now a condition lets TimeGenerated lie at most and at least, where it says so: both ends included, so that
 * it may let through a moment more than the condition does.
 */
export function timeBounds(
  condition: SyntaxNode,
  constants: Constants,
): { readonly oldest?: Seconds; readonly newest?: Seconds } | undefined {
  const { Left: left, Right: right } = condition.parts;
  if (!left || !right || left.kind !== 'NameReference' || nameOf(left) !== 'TimeGenerated') return undefined;
  const at = (node: SyntaxNode | undefined): Ago | undefined => node && agoOf(node, constants);
  switch (condition.kind) {
    case 'GreaterThanExpression':
    case 'GreaterThanOrEqualExpression': {
      const oldest = at(right)?.most;
      return oldest === undefined ? undefined : { oldest };
    }
    case 'LessThanExpression':
    case 'LessThanOrEqualExpression': {
      const newest = at(right)?.least;
      return newest === undefined ? undefined : { newest };
    }
    case 'BetweenExpression': {
      const [oldest, newest] = [at(right.parts['First'])?.most, at(right.parts['Second'])?.least];
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
