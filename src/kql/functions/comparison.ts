import type { KustoType } from '../../domain/kustoType.ts';
import { type Lowering, nullable } from '../plan/expr.ts';
import { type ScalarEntry, sql } from './entry.ts';

/** null == x is false, null with null is null: SQL's `=` only where neither side can be null. */
const equal: Lowering = ([a = '', b = ''], call) => {
  const [left, right] = call.args;
  if (!left || !right) return 'NULL';
  if (!nullable(left) && !nullable(right)) return `(${a} = ${b})`;
  if (nullable(left) && nullable(right))
    return `CASE WHEN ${a} IS NULL AND ${b} IS NULL THEN NULL ELSE ${a} IS NOT DISTINCT FROM ${b} END`;
  return `(${a} IS NOT DISTINCT FROM ${b})`;
};

const notEqual: Lowering = (args, call) => `(NOT ${equal(args, call)})`;

/** NaN is unordered in Kusto as in IEEE 754; the database sorts it above all numbers. */
function ordered(operator: string): Lowering {
  return ([a = '', b = ''], call) => {
    const text = `(${a} ${operator} ${b})`;
    const nan = call.args.some(
      (arg) => arg.type === 'real' && (arg.kind !== 'literal' || Number.isNaN(arg.value)),
    );
    return nan ? `(${text} AND NOT (isnan(${a}) OR isnan(${b})))` : text;
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
