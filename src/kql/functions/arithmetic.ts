import type { KustoType } from '../../domain/kustoType.ts';
import type { Call, Lowering } from '../plan/expr.ts';
import { type ScalarEntry, sql, sqlType, withinYears } from './entry.ts';

const TIME: readonly KustoType[] = ['datetime', 'timespan'];

function types(call: Call): readonly [KustoType, KustoType] {
  return [call.args[0]?.type ?? 'real', call.args[1]?.type ?? 'real'];
}

function isTime(call: Call): boolean {
  return types(call).some((type) => TIME.includes(type));
}

/** Both sides in the result's type; moments and spans are ticks already. */
function plain(operator: string): Lowering {
  return ([a = '', b = ''], call) => {
    if (isTime(call)) return `(${a} ${operator} ${b})`;
    const type = sqlType(call.type);
    return `(${a}::${type} ${operator} ${b}::${type})`;
  };
}

function ofTexts(operation: 'product' | 'quotient', a: string, b: string): string {
  const type = sqlType('decimal');
  return `kql_decimal_${operation}((${a}::${type})::VARCHAR, (${b}::${type})::VARCHAR)::${type}`;
}

const multiply: Lowering = ([a = '', b = ''], call) => {
  const type = sqlType(call.type);
  if (call.type === 'decimal') return ofTexts('product', a, b);
  if (!isTime(call)) return `(${a}::${type} * ${b}::${type})`;
  return types(call).includes('real') ? `kql_ticks_of_real(${a}::DOUBLE * ${b}::DOUBLE)` : `(${a} * ${b})`;
};

const divide: Lowering = ([a = '', b = ''], call) => {
  const [left, right] = types(call);
  if (left === 'timespan' && right === 'timespan') return `(${a}::DOUBLE / ${b}::DOUBLE)`;
  if (left === 'timespan' && right === 'real') return `kql_ticks_of_real(${a}::DOUBLE / ${b})`;
  if (call.type === 'real') return `(${a}::DOUBLE / ${b}::DOUBLE)`;
  if (call.type === 'decimal') return ofTexts('quotient', a, b);
  const type = sqlType(call.type);
  return `(${a}::${type} // ${b}::${type})`;
};

/** Which numbers two dynamics hold, and so the type of what they make, is known in each row only. */
const typeIsOpen = (call: Call): string | undefined =>
  call.type === 'dynamic' ? 'Say which type is meant: tolong(), todouble() or another.' : undefined;

const needsType = (entry: ScalarEntry): ScalarEntry => ({ ...entry, check: typeIsOpen });

/** Kusto.Language takes some reals (of jaccard_index) for dynamics, which may be spans of time. */
const addsRealToTime = (call: Call): string | undefined =>
  isTime(call) && types(call).some((type) => type === 'real' || type === 'decimal')
    ? 'A datetime or timespan and a number have no sum.'
    : typeIsOpen(call);

/** The service's decimals have 34 digits, wherever the point is. */
const ofDecimals = (call: Call): string | undefined =>
  call.type === 'decimal' ? 'Decimals are rounded to 12 digits after the point here.' : undefined;

const modulo: Lowering = ([a = '', b = ''], call) => {
  const type = sqlType(call.type);
  return `kql_mod(${a}::${type}, ${b}::${type})`;
};

/** Of the syntax kinds. Operands keep their types; dynamic is made a number by the builder. */
const OPERATORS: readonly ScalarEntry[] = [
  { ...sql('AddExpression', ['any', 'any'], plain('+')), check: addsRealToTime },
  { ...sql('SubtractExpression', ['any', 'any'], plain('-')), check: addsRealToTime },
  { ...needsType(sql('MultiplyExpression', ['any', 'any'], multiply)), bound: ofDecimals },
  { ...needsType(sql('DivideExpression', ['any', 'any'], divide)), bound: ofDecimals },
  {
    ...sql('ModuloExpression', ['any', 'any'], modulo),
    check: (call) =>
      typeIsOpen(call) ??
      (isTime(call) && types(call).includes('real')
        ? 'A timespan modulo a real is not answered exactly.'
        : undefined),
  },
  needsType(sql('UnaryMinusExpression', ['any'], ([a = ''], call) => `(-(${a}::${sqlType(call.type)}))`)),
  needsType(sql('UnaryPlusExpression', ['any'], ([a = ''], call) => `(${a})::${sqlType(call.type)}`)),
  sql('AndExpression', ['bool', 'bool'], '({0} AND {1})'),
  sql('OrExpression', ['bool', 'bool'], '({0} OR {1})'),
];

export const ARITHMETIC: readonly ScalarEntry[] = OPERATORS.map(withinYears);
