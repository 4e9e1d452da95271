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
import { typeNamed } from '../typeNames.ts';

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

/** `to typeof(long)`. */
function typeOf(node: SyntaxNode): KustoType {
  return typeNamed(tokenText(node).replace(/^(to)?typeof\(|\)$/gi, ''), node);
}

export function mvExpand(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const expanded = expand(builder, node, input, env);
  const indexName = parameters(node).get('with_itemindex');
  const wanted = resultColumns(node);
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
  return {
    ...input,
    rel: limited(builder, node, expanded, env),
    columns,
    order:
      input.order.length > 0
        ? [...input.order, { column: expanded.ordinal, descending: false, nullsFirst: false }]
        : [],
  };
}

/** Elements of a row that the operator gave under its older name, mvexpand, where nothing else is asked for. */
const ELEMENTS_BEFORE = 128n;

/** `limit n`: the first n elements of each row. */
export function limited(builder: Builder, node: SyntaxNode, { rel, ordinal }: Expanded, env: Env): Rel {
  const limit = node.parts['RowLimitClause'];
  const isOlder = node.parts['MvExpandKeyword']?.text.toLowerCase() === 'mvexpand';
  if (!limit && !isOlder) return rel;
  const count = limit
    ? convert(builder.expr(part(limit, 'RowLimit'), env), 'long')
    : literal('long', ELEMENTS_BEFORE);
  const within = builder.call('LessThanOrEqualExpression', 'bool', [columnExpr(ordinal), count], node);
  return { op: 'filter', input: rel, predicate: within };
}
