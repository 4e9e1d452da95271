import { refuse } from '../diagnostics.ts';
import { convert } from '../functions/convert.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { callArguments, list, nameText, part, scalarType, tokenText } from './access.ts';
import type { Builder, Env } from './builder.ts';
import { dynamicAccess } from './dynamicAccess.ts';
import { columnExpr, type Expr, literal, type PlanColumn } from './expr.ts';
import { functionCall } from './functionCall.ts';
import { graphVariable } from './graph/functions.ts';
import { dynamicLiteral, isLiteral, isNow, literalOf } from './literals.ts';
import { membership } from './membership.ts';
import type { Rel } from './rel.ts';
import { shareRelation } from './shared.ts';

const ARITHMETIC = new Set([
  'AddExpression',
  'SubtractExpression',
  'MultiplyExpression',
  'DivideExpression',
  'ModuloExpression',
]);

/** A scalar expression of the bound syntax as a typed expression of the plan. */
export function buildExpression(builder: Builder, node: SyntaxNode, env: Env): Expr {
  if (isNow(node)) return literal('datetime', builder.options.now);
  if (isLiteral(node)) return literalOf(node);
  switch (node.kind) {
    case 'ParenthesizedExpression':
      return builder.expr(part(node, 'Expression'), env);
    case 'SimpleNamedExpression':
    case 'OrderedExpression':
      return builder.expr(part(node, 'Expression'), env);
    case 'DynamicExpression':
      return dynamicLiteral(node);
    case 'NameReference':
    case 'BracketedName':
      return reference(builder, node, env);
    case 'PathExpression':
    case 'ElementExpression':
      return qualified(node, env) ?? dynamicAccess(builder, node, env);
    case 'FunctionCallExpression':
      return functionCall(builder, node, env);
    case 'BetweenExpression':
    case 'NotBetweenExpression':
      return between(builder, node, env);
    case 'InExpression':
    case 'InCsExpression':
    case 'NotInExpression':
    case 'NotInCsExpression':
    case 'HasAnyExpression':
    case 'HasAllExpression':
      return membership(builder, node, env);
    case 'ToScalarExpression':
      return toScalar(builder, node, env);
    case 'UnaryMinusExpression':
    case 'UnaryPlusExpression': {
      const inner = builder.expr(part(node, 'Expression'), env);
      const type = scalarType(node);
      if (inner.kind === 'literal' && node.kind === 'UnaryMinusExpression' && type !== 'datetime') {
        // Of an int that is itself behind a sign, Kusto makes a long.
        if (typeof inner.value === 'bigint') return literal(type, -inner.value);
        if (typeof inner.value === 'number') return literal(type, -inner.value);
      }
      return builder.call(node.kind, type, [inner.type === 'dynamic' ? convert(inner, type) : inner], node);
    }
    default:
      return operator(builder, node, env);
  }
}

function operator(builder: Builder, node: SyntaxNode, env: Env): Expr {
  const leftNode = node.parts['Left'];
  const rightNode = node.parts['Right'];
  if (!leftNode || !rightNode)
    throw refuse('expression-not-supported', `This expression (${node.kind}) is not supported.`, node);
  if (leftNode.kind === 'StarExpression') return anyColumn(builder, node, env);
  const left = builder.expr(leftNode, env);
  const right = builder.expr(rightNode, env);
  const type = scalarType(node);
  if (!ARITHMETIC.has(node.kind)) return builder.call(node.kind, type, [left, right], node);
  const [a, b] = firmOperands(left, right, type);
  return builder.call(node.kind, type, [a, b], node);
}

/** A dynamic operand becomes what the other one is, or a real. */
function firmOperands(left: Expr, right: Expr, type: Expr['type']): [Expr, Expr] {
  const fallback = type === 'dynamic' ? 'real' : type;
  const of = (expr: Expr, other: Expr): Expr =>
    expr.type !== 'dynamic'
      ? expr
      : convert(expr, other.type === 'dynamic' ? fallback : numberLike(other.type, fallback));
  return [of(left, right), of(right, left)];
}

function numberLike(other: Expr['type'], fallback: Expr['type']): Expr['type'] {
  return fallback === 'real' && (other === 'long' || other === 'int') ? 'real' : other;
}

/** `* has "x"`: any column. */
function anyColumn(builder: Builder, node: SyntaxNode, env: Env): Expr {
  const right = builder.expr(part(node, 'Right'), env);
  const columns = [...(env.row?.columns.values() ?? [])];
  const negative = node.kind.startsWith('Not') || node.kind === 'BangTildeExpression';
  const tests = columns
    .filter((column) => (node.kind === 'EqualExpression' ? column.type === right.type : true))
    .map((column) => builder.call(node.kind, 'bool', [columnExpr(column), right], node));
  return tests.reduce<Expr>(
    (all, test) => builder.call(negative ? 'AndExpression' : 'OrExpression', 'bool', [all, test], node),
    literal('bool', negative),
  );
}

function reference(builder: Builder, node: SyntaxNode, env: Env): Expr {
  const name = nameText(node);
  const column = env.row?.columns.get(name);
  if (node.symbol?.kind === 'Column' || node.symbol === undefined) {
    if (column) return columnExpr(column);
  }
  if (node.expansion) return functionCall(builder, node, env);
  const ofGraph = graphVariable(builder, node, env);
  if (ofGraph) return ofGraph;
  const binding = env.scope.find(name);
  if (binding?.kind === 'scalar') return binding.expr;
  if (column) return columnExpr(column);
  throw refuse('name-not-found', `The name ${name} is not known here.`, node);
}

/** `$left.Name`, `$right.Name`. */
function qualified(node: SyntaxNode, env: Env): Expr | undefined {
  const inner = node.parts['Expression'];
  if (inner?.kind !== 'NameReference') return undefined;
  const side = tokenText(inner);
  const columns =
    side === '$left' ? env.row?.left : side === '$right' ? env.row?.right : ofPattern(node, side, env);
  if (!columns) return undefined;
  const name = nameText(part(node, 'Selector'));
  const column = columns.get(name);
  if (!column) throw refuse('name-not-found', `${side} has no column ${name}.`, node);
  return columnExpr(column);
}

/** `node.Property`, and `edge.Property` of a single edge. */
function ofPattern(node: SyntaxNode, name: string, env: Env): ReadonlyMap<string, PlanColumn> | undefined {
  const { nodes, walked } = env.row?.graph ?? {};
  const path = walked?.get(name);
  if (path?.variable)
    throw refuse(
      'graph-path',
      `${name} is a path of several edges, which have no one value.`,
      node,
      `Use map(${name}, …), all(${name}, …) or any(${name}, …).`,
    );
  const element = nodes?.get(name) ?? path?.edges[0];
  return element && new Map(element.columns.map((column) => [column.name, column]));
}

function between(builder: Builder, node: SyntaxNode, env: Env): Expr {
  const value = builder.expr(part(node, 'Left'), env);
  const couple = part(node, 'Right');
  const low = builder.expr(part(couple, 'First'), env);
  let high = builder.expr(part(couple, 'Second'), env);
  // `t between (start .. 1d)` ends a timespan after its start.
  if (value.type === 'datetime' && high.type === 'timespan')
    high = builder.call('AddExpression', 'datetime', [low, high], node);
  const inside = builder.call(
    'AndExpression',
    'bool',
    [
      builder.call('GreaterThanOrEqualExpression', 'bool', [value, low], node),
      builder.call('LessThanOrEqualExpression', 'bool', [value, high], node),
    ],
    node,
  );
  return node.kind === 'BetweenExpression' ? inside : builder.call('not', 'bool', [inside], node);
}

function toScalar(builder: Builder, node: SyntaxNode, env: Env): Expr {
  const inner = node.parts['Expression'] ?? callArguments(node)[0] ?? list(node, 'Arguments')[0];
  if (!inner) throw refuse('incomplete', 'toscalar() needs an expression.', node);
  const changing = isChanging(inner);
  if (inner.type.kind !== 'table') {
    const value = builder.expr(inner, env);
    return changing ? once(builder, value) : value;
  }
  const table = builder.table(inner, { scope: env.scope });
  const relation = changing ? shareRelation(builder, table) : table;
  const [column] = relation.columns;
  if (!column) throw refuse('incomplete', 'toscalar() needs a column.', node);
  const first: Rel = { op: 'limit', input: relation.rel, order: relation.order, count: literal('long', 1n) };
  const value: Expr = { kind: 'subquery', type: column.type, rel: first, column };
  return column.type === 'string' ? builder.call('text_or_empty', 'string', [value], node) : value;
}

/** Whether it gives something else each time. */
function isChanging(node: SyntaxNode): boolean {
  if (node.kind === 'SampleOperator') return true;
  if (node.kind === 'FunctionCallExpression' && /^(?:new_guid|rand)$/.test(nameText(part(node, 'Name'))))
    return true;
  return [...Object.values(node.parts), ...node.items].some(isChanging);
}

/** A value that is computed one time, wherever and for however many rows it is read. */
function once(builder: Builder, expr: Expr): Expr {
  const column = builder.fresh('once', expr.type);
  const rel: Rel = { op: 'extend', input: { op: 'nothing' }, items: [{ column, expr }] };
  const relation = shareRelation(builder, { rel, columns: [column], order: [], serialized: false });
  return { kind: 'subquery', type: expr.type, rel: relation.rel, column };
}
