import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import { arithmetic } from './arithmetic.ts';
import { compare, equals } from './compare.ts';
import { convert } from './convert.ts';
import { FUNCTIONS } from './functions/index.ts';
import { literalValue } from './literals.ts';
import { membership } from './membership.ts';
import type { Env } from './scope.ts';
import { textOperator } from './textOperators.ts';
import { args, calledName, nameOf, part } from './syntax.ts';
import { unknown } from './unknown.ts';
import { expand } from './userFunctions.ts';
import {
  isArray,
  isBag,
  nullOf,
  scalarTypeOf,
  Undetermined,
  Unordered,
  type Typed,
  type Value,
} from './values.ts';
import { windowFunction } from './windows.ts';

/** The value of a scalar node in a row. */
export function scalar(node: SyntaxNode, env: Env): Typed {
  const aggregate = env.aggregates?.get(node);
  if (aggregate) return aggregate;
  const literal = literalValue(node);
  if (literal !== undefined) return { type: scalarTypeOf(node), value: literal };
  switch (node.kind) {
    case 'ParenthesizedExpression':
      return scalar(part(node, 'Expression'), env);
    case 'SimpleNamedExpression':
      return scalar(part(node, 'Expression'), env);
    case 'NameReference':
      return named(node, env);
    case 'FunctionCallExpression':
      return called(node, env);
    case 'PathExpression':
    case 'ElementExpression':
      return member(node, env);
    case 'ToScalarExpression':
      return toScalar(part(node, 'Expression'), node, env);
    default:
      return { type: scalarTypeOf(node), value: operator(node, env) };
  }
}

/** Whether a condition holds: null counts as false. */
export function holds(node: SyntaxNode, env: Env): boolean {
  switch (node.kind) {
    case 'ParenthesizedExpression':
      return holds(part(node, 'Expression'), env);
    case 'AndExpression':
      return holds(part(node, 'Left'), env) && holds(part(node, 'Right'), env);
    case 'OrExpression':
      return holds(part(node, 'Left'), env) || holds(part(node, 'Right'), env);
    default: {
      const { type, value } = scalar(node, env);
      if (type !== 'bool') throw unknown(`a condition of type ${type}`);
      return value === true;
    }
  }
}

function operator(node: SyntaxNode, env: Env): Value {
  const operand = (name: string): Typed => scalar(part(node, name), env);
  switch (node.kind) {
    case 'AndExpression':
    case 'OrExpression':
      return logical(node.kind, operand('Left').value, operand('Right').value);
    case 'EqualExpression':
      return equals(operand('Left'), operand('Right'));
    case 'NotEqualExpression': {
      const same = equals(operand('Left'), operand('Right'));
      return same === null ? null : !same;
    }
    case 'LessThanExpression':
      return ordered(operand('Left'), operand('Right'), (n) => n < 0);
    case 'LessThanOrEqualExpression':
      return ordered(operand('Left'), operand('Right'), (n) => n <= 0);
    case 'GreaterThanExpression':
      return ordered(operand('Left'), operand('Right'), (n) => n > 0);
    case 'GreaterThanOrEqualExpression':
      return ordered(operand('Left'), operand('Right'), (n) => n >= 0);
    case 'BetweenExpression':
    case 'NotBetweenExpression': {
      const [value, range] = [operand('Left'), part(node, 'Right')];
      const [low, high] = [scalar(part(range, 'First'), env), scalar(part(range, 'Second'), env)];
      if (high.type !== value.type || low.type !== value.type) throw unknown('between over several types');
      const above = ordered(value, low, (n) => n >= 0);
      const below = ordered(value, high, (n) => n <= 0);
      if (above === null || below === null) throw unknown('between with null');
      return (above && below) === (node.kind === 'BetweenExpression');
    }
    case 'UnaryMinusExpression':
    case 'UnaryPlusExpression':
    case 'AddExpression':
    case 'SubtractExpression':
    case 'MultiplyExpression':
    case 'DivideExpression':
    case 'ModuloExpression':
      return arithmetic(node.kind, operandsOf(node, env), scalarTypeOf(node));
    default:
      return textOperator(node, env) ?? membership(node, env) ?? cannot(node);
  }
}

function cannot(node: SyntaxNode): never {
  throw unknown(node.kind);
}

function operandsOf(node: SyntaxNode, env: Env): Typed[] {
  return ['Left', 'Right', 'Expression'].flatMap((name) => {
    const operand = node.parts[name];
    return operand ? [scalar(operand, env)] : [];
  });
}

/** Null with a value that does not decide is null or false, which only a condition need not tell apart. */
function logical(kind: string, left: Value, right: Value): Value {
  const decisive = kind === 'OrExpression';
  if (left === decisive || right === decisive) return decisive;
  if (left === null || right === null) throw unknown('and, or with null as a value');
  return !decisive;
}

function ordered(a: Typed, b: Typed, test: (order: number) => boolean): boolean | null {
  if (a.type === 'bool' || b.type === 'bool') throw unknown('ordering of bools');
  const order = compare(a, b);
  if (order === null) return null;
  return order === undefined ? false : test(order);
}

function named(node: SyntaxNode, env: Env): Typed {
  const name = nameOf(node);
  const column = env.row?.get(name);
  if (column?.value instanceof Undetermined) throw unknown(column.value.reason);
  if (column && node.symbol?.kind === 'Column') return column;
  const bound = env.scope.find(name);
  if (bound?.kind === 'scalar') return bound.value;
  if (node.expansion) return scalar(node.expansion.body, expand(node, env));
  if (column) return column;
  throw unknown(`the name ${name}`);
}

function called(node: SyntaxNode, env: Env): Typed {
  if (node.expansion) return userResult(node, env);
  const name = calledName(node) ?? '';
  const type = scalarTypeOf(node);
  const lazy = lazily(name, node, env);
  if (lazy) return { type, value: convert(lazy, type) };
  const window = windowFunction(name, node, env);
  if (window) return { type, value: convert(window, type) };
  if (name === 'toscalar') return toScalar(part(node, 'ArgumentList'), node, env);
  const entry = FUNCTIONS[name];
  if (!entry) throw unknown(`the function ${name}`);
  const values = args(node).map((arg) => scalar(arg, env));
  if (!entry.orderFree && values.some(({ value }) => value instanceof Unordered))
    throw unknown(`${name} of an array without order`);
  return { type, value: entry.run(values, { type, world: env.world }) };
}

function userResult(node: SyntaxNode, env: Env): Typed {
  if (!node.expansion) throw unknown('a call without a body');
  return bodyValue(node.expansion.body, expand(node, env));
}

/** A function's body: its own lets, then one expression. */
function bodyValue(body: SyntaxNode, env: Env): Typed {
  const inner = body.parts['Expression'];
  if (body.kind === 'FunctionBody') {
    if ((body.parts['Statements']?.items.length ?? 0) > 0) throw unknown('statements in a function');
    return scalar(inner ?? cannot(body), env);
  }
  return scalar(body, env);
}

/** Functions that look at a condition as a condition. */
function lazily(name: string, node: SyntaxNode, env: Env): Typed | undefined {
  const [first, second, third] = args(node);
  switch (name) {
    case 'iff':
    case 'iif':
      if (!first || !second || !third) return undefined;
      return scalar(holds(first, env) ? second : third, env);
    case 'case': {
      const all = args(node);
      for (let i = 0; i + 1 < all.length; i += 2) {
        const [condition, value] = [all[i], all[i + 1]];
        if (condition && value && holds(condition, env)) return scalar(value, env);
      }
      const last = all.at(-1);
      return last && scalar(last, env);
    }
    default:
      return undefined;
  }
}

function toScalar(expression: SyntaxNode, node: SyntaxNode, env: Env): Typed {
  const body = expression.kind === 'ExpressionList' ? args(node)[0] : expression;
  if (!body) throw unknown('toscalar of nothing');
  if (body.type.kind === 'scalar') return scalar(body, env);
  const table = env.world.table(body, { world: env.world, scope: env.scope });
  const type = scalarTypeOf(node);
  const [row] = table.rows;
  if (table.rows.length > 1) throw unknown('toscalar of several rows');
  return { type, value: row?.[0] ?? nullOf(type) };
}

/** `bag.key`, `bag["key"]`, `array[0]`, `$left.column`. */
function member(node: SyntaxNode, env: Env): Typed {
  const holder = part(node, 'Expression');
  const selector = part(node, 'Selector');
  if (node.kind === 'PathExpression' && holder.kind === 'NameReference') {
    const side = { $left: env.left, $right: env.right }[nameOf(holder)];
    const column = side?.get(nameOf(selector));
    if (column?.value instanceof Undetermined) throw unknown(column.value.reason);
    if (column) return column;
  }
  const { type, value } = scalar(holder, env);
  if (type !== 'dynamic') throw unknown(`a member of ${type}`);
  if (value instanceof Unordered) throw unknown('an element of an array without order');
  const key: Typed =
    node.kind === 'PathExpression'
      ? { type: 'string', value: nameOf(selector) }
      : scalar(selector.parts['Expression'] ?? selector, env);
  return { type: 'dynamic', value: within(value, key) };
}

function within(value: Value, { value: key }: Typed): Value {
  if (isBag(value)) return typeof key === 'string' ? (value.get(key) ?? null) : null;
  if (isArray(value) && typeof key === 'bigint') {
    const at = key < 0n ? value.length + Number(key) : Number(key);
    return value[at] ?? null;
  }
  return null;
}
