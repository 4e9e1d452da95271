import { aggregateEntry } from '../functions/table.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { callArguments, nameText, part, scalarType } from './access.ts';
import { type AggregateValue, aggregateExpr } from './aggregateExpr.ts';
import type { Builder, Env } from './builder.ts';
import type { Expr, PlanColumn } from './expr.ts';
import type { Assignment } from './rel.ts';
import type { Relation } from './relation.ts';
import { structAggregate } from './rowAggregates.ts';

/**
 * The columns that one expression of a summarize gives: usually one; arg_max(x, a, b) and percentiles(…) several.
 * Aggregates may stand inside of scalar calls: `round(avg(x), 2)`.
 */
export function aggregateValues(
  builder: Builder,
  node: SyntaxNode,
  input: Relation,
  env: Env,
  rest: readonly PlanColumn[],
): AggregateValue[] {
  if (node.kind === 'ParenthesizedExpression')
    return aggregateValues(builder, part(node, 'Expression'), input, env, rest);
  const name = node.kind === 'FunctionCallExpression' ? nameText(part(node, 'Name')) : '';
  const several = structAggregate(builder, name, node, input, env, rest);
  if (several) return several;
  const aggregates: Assignment[] = [];
  const seen = new AggregateFinder(builder, input, env, aggregates);
  return [{ expr: seen.expr(node), aggregates }];
}

/** Replaces each aggregate call inside of an expression by a column, by giving the builder a row of such columns. */
class AggregateFinder {
  private readonly builder: Builder;
  private readonly input: Relation;
  private readonly env: Env;
  private readonly found: Assignment[];
  private readonly columns = new Map<string, PlanColumn>();

  constructor(builder: Builder, input: Relation, env: Env, found: Assignment[]) {
    this.builder = builder;
    this.input = input;
    this.env = env;
    this.found = found;
  }

  expr(node: SyntaxNode): Expr {
    const replaced = this.replace(node);
    return this.builder.expr(replaced, {
      scope: this.env.scope,
      row: { columns: new Map([...(this.env.row?.columns ?? []), ...this.columns]) },
    });
  }

  private replace(node: SyntaxNode): SyntaxNode {
    if (node.kind === 'FunctionCallExpression' && !node.expansion) {
      const name = nameText(part(node, 'Name'));
      if (aggregateEntry(name)) return this.reference(name, node);
    }
    return {
      ...node,
      parts: Object.fromEntries(
        Object.entries(node.parts).map(([name, child]) => [name, this.replace(child)]),
      ),
      items: node.items.map((item) => this.replace(item)),
    };
  }

  private reference(name: string, node: SyntaxNode): SyntaxNode {
    const type = scalarType(node);
    const column = this.builder.fresh(`${name}_`, type);
    const args = callArguments(node).map((arg) => this.builder.expr(arg, this.env));
    this.found.push({ column, expr: aggregateExpr(name, type, args, this.input, node) });
    // A name that no query can write, so that it shadows nothing.
    const key = `\u0000${column.sql}`;
    this.columns.set(key, column);
    return {
      ...node,
      kind: 'NameReference',
      text: '',
      parts: { Name: { ...node, kind: 'IdentifierToken', text: key, parts: {}, items: [] } },
      symbol: { kind: 'Column', name: key },
    };
  }
}
