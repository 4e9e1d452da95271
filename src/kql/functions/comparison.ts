import type { KustoType } from '../../domain/kustoType.ts';
import { type Lowering, mayBeNaN, nullable } from '../plan/expr.ts';
import { type ScalarEntry, sql } from './entry.ts';

/** null == x is false, null with null is null: SQL's `=` only where neither side can be null. */
const equal: Lowering = ([a = '', b = ''], call) => {
  const [left, right] = call.args;
  if (!left || !right) return 'NULL';
  const number = call.args.every(mayBeNaN) ? ` AND NOT isnan(${a})` : '';
  if (!nullable(left) && !nullable(right)) return `(${a} = ${b}${number})`;
  const same = `${a} IS NOT DISTINCT FROM ${b}${number}`;
  if (nullable(left) && nullable(right))
    return `CASE WHEN ${a} IS NULL AND ${b} IS NULL THEN NULL ELSE ${same} END`;
  return `(${same})`;
};

const notEqual: Lowering = (args, call) => `(NOT ${equal(args, call)})`;

/**
 * Of NaN as of IEEE 754, where the database sorts it above all numbers; with null it gives null as any number does. What
 * costs more than a column is not read twice where the other side is a number: its negative is the least where NaN counts as the greatest.
 */
function ordered(operator: '<' | '<=' | '>' | '>='): Lowering {
  return ([a = '', b = ''], call) => {
    const text = `(${a} ${operator} ${b})`;
    if (!call.args.some(mayBeNaN)) return text;
    const nan = call.args.findIndex((arg) => arg.kind === 'literal' && Number.isNaN(arg.value));
    // Written out: the database takes what is compared with its greatest value for known, null or not.
    if (nan >= 0) return `CASE WHEN ${nan === 0 ? b : a} IS NOT NULL THEN FALSE END`;
    const odd = call.args.findIndex(mayBeNaN);
    if (!call.args.every(mayBeNaN)) {
      if (operator.startsWith('<') === (odd === 0)) return text;
      if (call.args[odd]?.kind !== 'column') return `(-(${b}) ${operator} -(${a}))`;
    }
    return call.args.every(nullable)
      ? `(${text} AND isnan(${a})::TINYINT + isnan(${b})::TINYINT = 0)`
      : `(${text} AND NOT (isnan(${a}) OR isnan(${b})))`;
  };
}

const MEASURES: readonly KustoType[] = ['int', 'long', 'real', 'decimal', 'datetime', 'timespan'];

export const COMPARISON: readonly ScalarEntry[] = [
  {
    ...sql('around', ['any', 'any', 'any'], '({0} BETWEEN {1} - {2} AND {1} + {2})'),
    check: ({ args }) =>
      args.every(({ type }) => MEASURES.includes(type))
        ? undefined
        : 'around() takes numbers, datetimes and timespans.',
  },
  sql('EqualExpression', ['common', 'common'], equal),
  sql('NotEqualExpression', ['common', 'common'], notEqual),
  sql('LessThanExpression', ['common', 'common'], ordered('<')),
  sql('LessThanOrEqualExpression', ['common', 'common'], ordered('<=')),
  sql('GreaterThanExpression', ['common', 'common'], ordered('>')),
  sql('GreaterThanOrEqualExpression', ['common', 'common'], ordered('>=')),
  sql('EqualTildeExpression', ['string', 'string'], '(lower({0}) = lower({1}))'),
  sql('BangTildeExpression', ['string', 'string'], '(lower({0}) <> lower({1}))'),
];
