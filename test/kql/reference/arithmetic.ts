import type { KustoType } from '../../../src/domain/kustoType.ts';
import { convert } from './convert.ts';
import { unknown } from './unknown.ts';
import { fitting, Inexact, type Typed, type Value } from './values.ts';

const TIMES: readonly KustoType[] = ['datetime', 'timespan'];

/** + - * / % and signs. Any null gives null; overflow is unknown. */
export function arithmetic(kind: string, operands: readonly Typed[], type: KustoType): Value {
  const [a, b] = operands;
  if (!a) throw unknown(kind);
  if (operands.some((operand) => operand.type === 'dynamic' || operand.type === 'decimal'))
    throw unknown('arithmetic over dynamic or decimal');
  if (operands.some(({ value }) => value === null)) return null;
  if (kind === 'UnaryPlusExpression') return a.value;
  if (kind === 'UnaryMinusExpression') {
    if (a.value instanceof Inexact) return new Inexact(-a.value.value, a.value.rounding);
    return typeof a.value === 'bigint' ? fitting(-a.value, type) : -(a.value as number);
  }
  if (operands.some(({ value }) => value instanceof Inexact)) return inexactly(kind, operands, type);
  if (!b) throw unknown(kind);
  if (operands.some((operand) => TIMES.includes(operand.type))) return overTime(kind, a, b, type);
  if (type === 'real') return overReals(kind, convert(a, 'real') as number, convert(b, 'real') as number);
  return overWholes(kind, a.value as bigint, b.value as bigint, type);
}

function inexactly(kind: string, operands: readonly Typed[], type: KustoType): Value {
  if (type !== 'real') throw unknown('a use of a real whose last bits are free');
  const [x, y] = operands.map(({ type: own, value }) =>
    value instanceof Inexact ? value : new Inexact(convert({ type: own, value }, 'real') as number),
  );
  if (x === undefined || y === undefined) throw unknown(kind);
  return new Inexact(overReals(kind, x.value, y.value), roundingOf(kind, x, y));
}

function roundingOf(kind: string, x: Inexact, y: Inexact): number {
  if (x.rounding === 0 && y.rounding === 0) return 0;
  if (kind === 'AddExpression' || kind === 'SubtractExpression') return x.rounding + y.rounding;
  throw unknown('how far the rounding of a sum of large terms is carried');
}

function overReals(kind: string, x: number, y: number): number {
  switch (kind) {
    case 'AddExpression':
      return x + y;
    case 'SubtractExpression':
      return x - y;
    case 'MultiplyExpression':
      return x * y;
    case 'DivideExpression':
      return x / y;
    default:
      throw unknown('modulo of reals');
  }
}

function overWholes(kind: string, x: bigint, y: bigint, type: KustoType): Value {
  switch (kind) {
    case 'AddExpression':
      return fitting(x + y, type);
    case 'SubtractExpression':
      return fitting(x - y, type);
    case 'MultiplyExpression':
      return fitting(x * y, type);
    case 'DivideExpression':
      return y === 0n ? null : fitting(x / y, type);
    default: {
      if (y === 0n) return null;
      const size = y < 0n ? -y : y;
      return fitting(((x % size) + size) % size, type);
    }
  }
}

/** Moments and spans in ticks. */
function overTime(kind: string, a: Typed, b: Typed, type: KustoType): Value {
  const wholes = typeof a.value === 'bigint' && typeof b.value === 'bigint';
  const [x, y] = [a.value as bigint, b.value as bigint];
  if (kind === 'AddExpression' && wholes) return fitting(x + y, type);
  if (kind === 'SubtractExpression' && wholes) return fitting(x - y, type);
  if (kind === 'DivideExpression' && a.type === 'timespan' && b.type === 'timespan')
    return Number(x) / Number(y);
  if (kind === 'DivideExpression' && type === 'timespan' && wholes)
    return y === 0n ? null : fitting(x / y, type);
  if (kind === 'MultiplyExpression' && wholes) return fitting(x * y, type);
  if (kind === 'ModuloExpression' && wholes && y > 0n) return ((x % y) + y) % y;
  throw unknown(`${kind} of ${a.type} and ${b.type}`);
}
