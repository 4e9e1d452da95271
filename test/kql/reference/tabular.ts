import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import { OPERATORS } from './operators/index.ts';
import { dataTable, print, rangeTable } from './operators/sources.ts';
import { union } from './operators/union.ts';
import type { Env } from './scope.ts';
import { args, calledName, nameOf, part } from './syntax.ts';
import { unknown } from './unknown.ts';
import { expand } from './userFunctions.ts';
import type { Table } from './values.ts';

/** The rows of a tabular node. */
export function table(node: SyntaxNode, env: Env): Table {
  switch (node.kind) {
    case 'ParenthesizedExpression':
      return table(part(node, 'Expression'), env);
    case 'PipeExpression':
      return operator(part(node, 'Operator'), table(part(node, 'Expression'), env), env);
    case 'NameReference':
      return named(node, env);
    case 'DataTableExpression':
      return dataTable(node, env);
    case 'PrintOperator':
      return print(node, env);
    case 'RangeOperator':
      return rangeTable(node, env);
    case 'UnionOperator':
      return union(node, undefined, env);
    case 'MaterializeExpression':
      return table(part(node, 'Expression'), env);
    case 'FunctionCallExpression':
      return called(node, env);
    default:
      throw unknown(node.kind);
  }
}

function operator(node: SyntaxNode, input: Table, env: Env): Table {
  const run = OPERATORS[node.kind];
  if (!run) throw unknown(node.kind);
  return run(node, input, env);
}

function named(node: SyntaxNode, env: Env): Table {
  const name = nameOf(node);
  const bound = env.scope.find(name);
  if (bound?.kind === 'table') return bound.table();
  const stored = env.world.tables.get(name);
  if (stored) return stored;
  if (node.expansion) return bodyTable(node.expansion.body, expand(node, env));
  throw unknown(`the table ${name}`);
}

function called(node: SyntaxNode, env: Env): Table {
  if (node.expansion) return bodyTable(node.expansion.body, expand(node, env));
  if (calledName(node) === 'materialize') {
    const [inner] = args(node);
    if (inner) return table(inner, env);
  }
  throw unknown(`the tabular function ${calledName(node) ?? ''}`);
}

function bodyTable(body: SyntaxNode, env: Env): Table {
  if (body.kind !== 'FunctionBody') return table(body, env);
  if ((body.parts['Statements']?.items.length ?? 0) > 0) throw unknown('statements in a function');
  return table(part(body, 'Expression'), env);
}
