import type { BoundQuery, SyntaxNode } from '../../../src/kql/syntax/node.ts';
import { scalar } from './expression.ts';
import { Scope, type Env, type World } from './scope.ts';
import { nameOf, part } from './syntax.ts';
import { table } from './tabular.ts';
import { unknown } from './unknown.ts';
import type { Table } from './values.ts';

/**
 * A query's answer row by row, from Kusto's documented meaning. Throws Unknown where that or this evaluator does
 * not settle it.
 * @param unknowns takes why cells were unknown, whether or not the answer has them
 */
export function evaluateQuery(
  bound: BoundQuery,
  tables: ReadonlyMap<string, Table>,
  now: bigint,
  unknowns = new Set<string>(),
): Table {
  const world: World = { tables, now, unknowns, table, scalar };
  const env: Env = { world, scope: new Scope() };
  const statements = part(bound.root, 'Statements').items;
  let answer: Table | undefined;
  for (const statement of statements) {
    if (statement.kind === 'LetStatement') declare(statement, env);
    else if (statement.kind === 'ExpressionStatement') {
      if (answer) throw unknown('several answers');
      answer = tableOfStatement(part(statement, 'Expression'), env);
    } else throw unknown(statement.kind);
  }
  if (!answer) throw unknown('no answer');
  return answer;
}

function tableOfStatement(expression: SyntaxNode, env: Env): Table {
  if (expression.type.kind === 'table') return table(expression, env);
  throw unknown('a statement that is no table');
}

function declare(statement: SyntaxNode, env: Env): void {
  const name = nameOf(part(statement, 'Name'));
  const expression = part(statement, 'Expression');
  if (expression.kind === 'FunctionDeclaration') {
    env.scope.bind(name, { kind: 'function', scope: env.scope });
  } else if (expression.type.kind === 'table') {
    let made: Table | undefined;
    env.scope.bind(name, { kind: 'table', table: () => (made ??= table(expression, env)) });
  } else env.scope.bind(name, { kind: 'scalar', value: scalar(expression, env) });
}
