import type { KustoType } from '../../../domain/kustoType.ts';
import { refuse } from '../../diagnostics.ts';
import { convert } from '../../functions/convert.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, parameters, part, resultColumns, tokenText } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { checkedConvert } from '../calls.ts';
import { columnExpr, type Expr, literal, type PlanColumn } from '../expr.ts';
import type { Assignment, Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';

export interface Expanded {
  readonly rel: Rel;
  /** By expression: the name it replaces or adds, and the element's column. */
  readonly values: readonly {
    readonly name: string | undefined;
    readonly source: Expr;
    readonly column: PlanColumn;
  }[];
  readonly ordinal: PlanColumn;
  readonly index: PlanColumn;
}

/** One row per element of the arrays (bags: one single-property bag per property), shorter arrays padded with null. */
export function expand(
  builder: Builder,
  node: SyntaxNode,
  input: Relation,
  env: Env,
  source: Rel = input.rel,
): Expanded {
  const row = { scope: env.scope, row: rowOf(input) };
  const expressions = list(node, 'Expressions');
  const kind = parameters(node).get('bagexpansion') ?? parameters(node).get('kind');
  const asArrays = kind !== undefined && tokenText(kind).toLowerCase() === 'array';
  const lists: { column: PlanColumn; list: Expr }[] = [];
  const items: Assignment[] = [];
  const values = expressions.map((expression) => {
    const typed =
      expression.kind === 'MvExpandExpression' || expression.kind === 'MvApplyExpression'
        ? expression
        : undefined;
    const named = typed ? part(typed, 'Expression') : expression;
    const name = named.kind === 'SimpleNamedExpression' ? nameText(part(named, 'Name')) : typed?.resultName;
    const value = builder.expr(named, row);
    if (value.type !== 'dynamic' && value.type !== 'string')
      throw refuse('not-dynamic', 'mv-expand needs a dynamic value.', expression);
    const element = builder.fresh(name ?? 'element', 'dynamic');
    lists.push({
      column: element,
      list: builder.call(
        asArrays ? 'element_pairs' : 'element_list',
        'dynamic',
        [convert(value, 'dynamic')],
        node,
      ),
    });
    const to = typed?.parts['ToTypeOf'];
    const type = to ? typeOf(to) : 'dynamic';
    const column = builder.fresh(name ?? 'element', type);
    items.push({ column, expr: checkedConvert(columnExpr(element), type, node) });
    return { name, source: value, column };
  });
  const ordinal = builder.fresh('$element', 'long');
  const index = builder.fresh('$index', 'long');
  const unnested: Rel = { op: 'unnest', input: source, lists, ordinal };
  return {
    rel: {
      op: 'extend',
      input: unnested,
      items: [
        ...items,
        {
          column: index,
          expr: builder.call('SubtractExpression', 'long', [columnExpr(ordinal), literal('long', 1n)], node),
        },
      ],
    },
    values,
    ordinal,
    index,
  };
}

function typeOf(node: SyntaxNode): KustoType {
  const text = tokenText(node)
    .replace(/^to?typeof\(|^typeof\(|\)$/g, '')
    .replace(/^to/, '')
    .replace(/^typeof\(/, '');
  const aliases: Readonly<Record<string, KustoType>> = {
    boolean: 'bool',
    double: 'real',
    date: 'datetime',
    time: 'timespan',
    uuid: 'guid',
    uniqueid: 'guid',
    bool: 'bool',
    int: 'int',
    long: 'long',
    real: 'real',
    decimal: 'decimal',
    string: 'string',
    datetime: 'datetime',
    timespan: 'timespan',
    guid: 'guid',
    dynamic: 'dynamic',
  };
  const type = aliases[text.toLowerCase()];
  if (!type) throw refuse('type-not-known', `The type ${text} is not known.`, node);
  return type;
}

export function mvExpand(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const expanded = expand(builder, node, input, env);
  const indexName = parameters(node).get('with_itemindex');
  const wanted = resultColumns(node);
  const limit = node.parts['RowLimitClause'];
  const byName = new Map<string, PlanColumn>();
  const used = new Set<PlanColumn>();
  for (const value of expanded.values) {
    const name = value.name ?? (value.source.kind === 'column' ? value.source.column.name : undefined);
    if (name !== undefined) {
      byName.set(name, value.column);
      used.add(value.column);
    }
  }
  if (indexName) byName.set(nameText(indexName), expanded.index);
  const anonymous = expanded.values.map((value) => value.column).filter((column) => !used.has(column));
  const old = new Map(input.columns.map((column) => [column.name, column]));
  const columns = wanted.map(({ name }) => {
    const column = byName.get(name) ?? old.get(name) ?? anonymous.shift();
    if (!column) throw refuse('columns-not-matched', `The column ${name} could not be matched.`, node);
    return { ...column, name };
  });
  let rel = expanded.rel;
  if (limit) {
    const count = convert(builder.expr(part(limit, 'RowLimit'), env), 'long');
    rel = {
      op: 'filter',
      input: rel,
      predicate: builder.call(
        'LessThanOrEqualExpression',
        'bool',
        [columnExpr(expanded.ordinal), count],
        node,
      ),
    };
  }
  return {
    ...input,
    rel,
    columns,
    order:
      input.order.length > 0
        ? [...input.order, { column: expanded.ordinal, descending: false, nullsFirst: false }]
        : [],
  };
}
