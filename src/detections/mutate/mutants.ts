import type { Span } from '../../kql/diagnostics.ts';
import type { SyntaxNode } from '../../kql/syntax/node.ts';
import { calledName, nameOf, walkCalled } from '../kql/walk.ts';

export const MUTATION_OPERATORS = ['negate', 'drop', 'boundary', 'threshold', 'swap', 'join'] as const;
export type MutationOperator = (typeof MUTATION_OPERATORS)[number];

/** A query with one change. */
export interface Mutant {
  /** `drop: ResultType != "0"`, with ` (2)` and so on where the query has the same text again. */
  readonly id: string;
  readonly operator: MutationOperator;
  /** What is changed, in the query's text, and to what. */
  readonly span: Span;
  readonly replacement: string;
  readonly text: string;
}

/** The opposite of each predicate's operator, by the name of its node. */
const OPPOSITE: Readonly<Record<string, string>> = {
  EqualExpression: '!=',
  NotEqualExpression: '==',
  EqualTildeExpression: '!~',
  BangTildeExpression: '=~',
  LessThanExpression: '>=',
  LessThanOrEqualExpression: '>',
  GreaterThanExpression: '<=',
  GreaterThanOrEqualExpression: '<',
  HasExpression: '!has',
  NotHasExpression: 'has',
  HasCsExpression: '!has_cs',
  NotHasCsExpression: 'has_cs',
  HasPrefixExpression: '!hasprefix',
  NotHasPrefixExpression: 'hasprefix',
  HasSuffixExpression: '!hassuffix',
  NotHasSuffixExpression: 'hassuffix',
  ContainsExpression: '!contains',
  NotContainsExpression: 'contains',
  ContainsCsExpression: '!contains_cs',
  NotContainsCsExpression: 'contains_cs',
  StartsWithExpression: '!startswith',
  NotStartsWithExpression: 'startswith',
  StartsWithCsExpression: '!startswith_cs',
  NotStartsWithCsExpression: 'startswith_cs',
  EndsWithExpression: '!endswith',
  NotEndsWithExpression: 'endswith',
  EndsWithCsExpression: '!endswith_cs',
  NotEndsWithCsExpression: 'endswith_cs',
  InExpression: '!in',
  NotInExpression: 'in',
  InCsExpression: '!in~',
  NotInCsExpression: 'in~',
  BetweenExpression: '!between',
  NotBetweenExpression: 'between',
};
/** Predicates whose opposite is said with not(). */
const WRAPPED = new Set(['MatchesRegexExpression', 'HasAnyExpression', 'HasAllExpression']);
const BOUNDARY: Readonly<Record<string, string>> = {
  LessThanExpression: '<=',
  LessThanOrEqualExpression: '<',
  GreaterThanExpression: '>=',
  GreaterThanOrEqualExpression: '>',
};
/** Kinds of join, each with those that it is changed to. */
const JOINS: Readonly<Record<string, readonly string[]>> = {
  inner: ['leftouter', 'leftanti'],
  innerunique: ['leftouter', 'leftanti'],
  leftouter: ['inner'],
  rightouter: ['inner'],
  fullouter: ['inner'],
  leftsemi: ['leftanti'],
  leftanti: ['leftsemi'],
  anti: ['leftsemi'],
  rightsemi: ['rightanti'],
  rightanti: ['rightsemi'],
  leftantisemi: ['leftsemi'],
  rightantisemi: ['rightsemi'],
};
const PREDICATE_FUNCTION =
  /^(is(not)?(empty|null)|isnan|isfinite|ipv4_is_\w+|ipv6_is_\w+|has_\w+|not|array_\w*contains|set_has_element)$/;

/** All mutants of a bound query, in the order of its text. Only what stands in the text itself is changed. */
export function mutantsOf(text: string, root: SyntaxNode): readonly Mutant[] {
  const changes: { operator: MutationOperator; span: Span; replacement: string; about: Span }[] = [];
  const seen = new Set<string>();
  const add = (operator: MutationOperator, span: Span, replacement: string, about: Span = span): void => {
    const key = `${operator} ${span.start} ${span.length} ${replacement}`;
    if (seen.has(key) || text.slice(span.start, span.start + span.length) === replacement) return;
    seen.add(key);
    changes.push({ operator, span: { start: span.start, length: span.length }, replacement, about });
  };
  const slice = ({ start, length }: Span): string => text.slice(start, start + length);
  for (const node of walkCalled(root)) {
    if (node.foreign) continue;
    const operator = node.parts['Operator'];
    if (isPredicate(node)) {
      const opposite = OPPOSITE[node.kind];
      if (opposite !== undefined && operator) add('negate', operator, opposite, node);
      else if (calledName(node) === 'not') add('negate', node, slice(node).replace(/^not\s*/, ''));
      else add('negate', node, `not(${slice(node)})`);
      const boundary = BOUNDARY[node.kind];
      if (boundary !== undefined && operator) add('boundary', operator, boundary, node);
    }
    if (operator && (node.kind === 'AndExpression' || node.kind === 'OrExpression')) {
      add('swap', operator, node.kind === 'AndExpression' ? 'or' : 'and', node);
      for (const side of [node.parts['Left'], node.parts['Right']])
        if (side && side.kind !== node.kind)
          add('drop', side, node.kind === 'AndExpression' ? 'true' : 'false');
    }
    if (node.kind === 'FilterOperator') {
      const condition = node.parts['Condition'];
      if (condition && condition.kind !== 'AndExpression' && condition.kind !== 'OrExpression')
        add('drop', condition, 'true');
    }
    if (OPPOSITE[node.kind] !== undefined)
      for (const side of [node.parts['Left'], node.parts['Right']]) threshold(side, add, slice);
    if (node.kind === 'JoinOperator') joins(node, add, slice);
  }
  return named(text, changes);
}

type Add = (operator: MutationOperator, span: Span, replacement: string, about?: Span) => void;

/** A number or a timespan that something is compared with. */
function threshold(node: SyntaxNode | undefined, add: Add, slice: (span: Span) => string): void {
  if (node?.kind === 'ExpressionCouple') {
    threshold(node.parts['First'], add, slice);
    threshold(node.parts['Second'], add, slice);
  } else if (node?.kind === 'LongLiteralExpression' && /^\d+$/.test(slice(node)))
    add('threshold', node, String(BigInt(slice(node)) + 1n));
}

function joins(node: SyntaxNode, add: Add, slice: (span: Span) => string): void {
  const kind = (node.parts['Parameters']?.items ?? []).find(
    (parameter) => nameOf(parameter.parts['Name']) === 'kind',
  );
  const value = kind?.parts['Expression'];
  if (value) for (const other of JOINS[slice(value)] ?? []) add('join', value, other, value);
  else if (node.parts['JoinKeyword']) add('join', node.parts['JoinKeyword'], 'join kind=leftouter');
}

function isPredicate(node: SyntaxNode): boolean {
  if (OPPOSITE[node.kind] !== undefined || WRAPPED.has(node.kind)) return true;
  return (
    PREDICATE_FUNCTION.test(calledName(node)) && node.type.kind === 'scalar' && node.type.type === 'bool'
  );
}

function named(
  text: string,
  changes: readonly { operator: MutationOperator; span: Span; replacement: string; about: Span }[],
): readonly Mutant[] {
  const counts = new Map<string, number>();
  return [...changes]
    .sort((a, b) => a.span.start - b.span.start || a.span.length - b.span.length)
    .map(({ operator, span, replacement, about }) => {
      const subject = text.slice(about.start, about.start + about.length).replace(/\s+/g, ' ');
      const to = operator === 'join' || operator === 'threshold' ? ` → ${replacement}` : '';
      const base = `${operator}: ${subject.length > 80 ? `${subject.slice(0, 79)}…` : subject}${to}`;
      const count = (counts.get(base) ?? 0) + 1;
      counts.set(base, count);
      const changed = text.slice(0, span.start) + replacement + text.slice(span.start + span.length);
      return { id: count === 1 ? base : `${base} (${count})`, operator, span, replacement, text: changed };
    });
}
