import type { SyntaxNode } from '../syntax/node.ts';
import { callArguments, isTabular, nameText, part } from './access.ts';
import type { Builder, Env } from './builder.ts';
import { patternRows } from './patterns.ts';
import { bindParameters } from './queryParameters.ts';
import type { Relation } from './relation.ts';
import { Scope } from './scope.ts';
import { rereadOf, shareRelation } from './shared.ts';

/** `let` statements in order; what else may stand before a query changes no answer or is a declaration. */
export function bindStatements(builder: Builder, statements: readonly SyntaxNode[], env: Env): void {
  for (const statement of statements) {
    if (statement.kind === 'LetStatement') bindLet(builder, statement, env);
    if (statement.kind === 'QueryParametersStatement') bindParameters(builder, statement, env);
    if (statement.kind === 'PatternStatement')
      env.scope.bind(nameText(part(statement, 'Name')), {
        kind: 'pattern',
        rows: patternRows(statement, env.scope.soFar(), (body, scope) => viewOf(builder, body, { scope })),
      });
  }
}

function bindLet(builder: Builder, statement: SyntaxNode, env: Env): void {
  const name = nameText(part(statement, 'Name'));
  const expression = part(statement, 'Expression');
  if (expression.kind === 'FunctionDeclaration') {
    const body = expression.parts['Body'];
    const at: Env = { scope: env.scope.soFar() };
    const view = body && ((): Relation => viewOf(builder, body, at));
    env.scope.bind(name, { kind: 'function', scope: at.scope, ...(view && { view }) });
    return;
  }
  if (builder.isGraph(expression, env)) {
    const scope = env.scope.soFar();
    env.scope.bind(name, { kind: 'graph', build: () => builder.graph(expression, { scope }) });
    return;
  }
  if (!isTabular(expression)) {
    env.scope.bind(name, { kind: 'scalar', expr: builder.expr(expression, env) });
    return;
  }
  const inner = materialized(expression);
  const at: Env = { scope: env.scope.soFar() };
  if (!inner) {
    env.scope.bind(name, { kind: 'table', build: () => builder.table(expression, at) });
    return;
  }
  let shared: Relation | undefined;
  env.scope.bind(name, {
    kind: 'table',
    build: () => {
      shared ??= shareRelation(builder, builder.table(inner, at));
      return rereadOf(builder, shared);
    },
  });
}

function viewOf(builder: Builder, body: SyntaxNode, env: Env): Relation {
  const inner: Env = { scope: new Scope(env.scope) };
  bindStatements(builder, body.parts['Statements']?.items ?? [], inner);
  return builder.table(part(body, 'Expression'), inner);
}

/** What stands inside `materialize(…)`. */
export function materialized(node: SyntaxNode): SyntaxNode | undefined {
  if (node.kind === 'ParenthesizedExpression') return materialized(part(node, 'Expression'));
  if (node.kind === 'MaterializeExpression') return node.parts['Expression'];
  if (node.kind === 'FunctionCallExpression' && nameText(part(node, 'Name')) === 'materialize')
    return callArguments(node)[0];
  return undefined;
}
