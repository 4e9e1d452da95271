import type { SyntaxNode } from '../syntax/node.ts';
import { list, nameText, part } from './access.ts';
import { type Builder, type Env, rowOf } from './builder.ts';
import { columnExpr, type Expr } from './expr.ts';
import { graphTables } from './graph/toTable.ts';
import { TABLE_PLUGINS } from './plugins/several.ts';
import type { NamedRelation, Relation } from './relation.ts';

/** The tables of a tabular statement: one, unless it ends in an operator that gives several. */
export function tablesOf(builder: Builder, expression: SyntaxNode, env: Env): NamedRelation[] {
  if (expression.kind === 'ParenthesizedExpression')
    return tablesOf(builder, part(expression, 'Expression'), env);
  if (expression.kind === 'PipeExpression') {
    const [operator, source] = [part(expression, 'Operator'), part(expression, 'Expression')];
    if (operator.kind === 'RenderOperator') return tablesOf(builder, source, env);
    if (operator.kind === 'ForkOperator') return fork(builder, operator, builder.table(source, env), env);
    if (operator.kind === 'FacetOperator') return facet(builder, operator, builder.table(source, env), env);
    if (operator.kind === 'GraphToTableOperator')
      return graphTables(builder, operator, builder.graph(source, env), env);
    if (operator.kind === 'EvaluateOperator') {
      const call = part(operator, 'FunctionCall');
      const plugin = TABLE_PLUGINS[nameText(part(call, 'Name'))];
      if (plugin) return plugin(builder, operator, call, builder.table(source, env), env);
    }
  }
  return [{ name: '', relation: builder.table(expression, env) }];
}

/** `fork (…) Name=(…)`: each branch over the same rows. */
function fork(builder: Builder, node: SyntaxNode, input: Relation, env: Env): NamedRelation[] {
  return list(node, 'Expressions').map((branch, i) => ({
    name: branch.parts['NameEquals'] ? nameText(part(branch.parts['NameEquals'], 'Name')) : `fork ${i + 1}`,
    relation: builder.table(part(branch, 'Expression'), { scope: env.scope, input }),
  }));
}

/** `facet by A, B with (…)`: what the pipe gives, where there is one, then for each column its values and their counts. */
function facet(builder: Builder, node: SyntaxNode, input: Relation, env: Env): NamedRelation[] {
  const clause = node.parts['WithClause'];
  const pipe = clause && part(clause, clause.parts['Expression'] ? 'Expression' : 'Operator');
  const row = { scope: env.scope, row: rowOf(input) };
  const facets = list(node, 'Expressions').map((by) => {
    const value = builder.expr(by, row);
    const name = nameText(by);
    const key = builder.fresh(name, value.type);
    const count = builder.fresh(`count_${name}`, 'long');
    const rows: Expr = {
      kind: 'call',
      type: 'long',
      name: 'count',
      lower: () => 'count(*)',
      args: [],
      span: by,
    };
    const relation: Relation = {
      rel: {
        op: 'aggregate',
        input: input.rel,
        keys: [{ column: key, expr: value.kind === 'column' ? columnExpr(value.column) : value }],
        aggregates: [{ column: count, expr: rows }],
      },
      columns: [key, count],
      order: [],
      serialized: false,
    };
    return { name, relation };
  });
  const piped = pipe ? [{ name: 'with', relation: builder.table(pipe, { scope: env.scope, input }) }] : [];
  return [...piped, ...facets];
}
