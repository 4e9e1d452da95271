import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, part, resultColumns } from '../access.ts';
import type { Builder, Env } from '../builder.ts';
import { checkedConvert } from '../calls.ts';
import { type Expr, literal, type PlanColumn } from '../expr.ts';
import { namedValues } from '../namedValues.ts';
import type { SortKey } from '../rel.ts';
import type { Relation } from '../relation.ts';
import { externalData } from './externalData.ts';
import { find } from './find.ts';
import { searchSource } from './search.ts';
import { unionSource } from './union.ts';

type BuildSource = (builder: Builder, node: SyntaxNode, env: Env) => Relation;

/** Tables that a query makes itself, by syntax kind. */
export const SOURCES: Readonly<Record<string, BuildSource>> = {
  DataTableExpression: datatable,
  ExternalDataExpression: externalData,
  FindOperator: find,
  PrintOperator: print,
  RangeOperator: range,
  SearchOperator: searchSource,
  UnionOperator: unionSource,
};

export function byOrdinal(ordinal: PlanColumn): SortKey[] {
  return [{ column: ordinal, descending: false, nullsFirst: false }];
}

function datatable(builder: Builder, node: SyntaxNode, env: Env): Relation {
  const columns = resultColumns(node).map(({ name, type }) => builder.fresh(name, type));
  const ordinal = builder.fresh('$order', 'long');
  const values = list(node, 'Values').map((value) => builder.expr(value, env));
  if (columns.length === 0 || values.length % columns.length !== 0)
    throw refuse(
      'values-not-matched',
      'The number of values is not a multiple of the number of columns.',
      node,
    );
  const rows: Expr[][] = [];
  for (let i = 0; i < values.length; i += columns.length)
    rows.push([
      ...columns.map((column, k) => cell(values[i + k], column, node)),
      literal('long', BigInt(rows.length)),
    ]);
  return {
    rel: { op: 'values', columns: [...columns, ordinal], rows },
    columns,
    order: byOrdinal(ordinal),
    serialized: false,
  };
}

/** Null of any kind, and '' for a string. */
function cell(value: Expr | undefined, column: PlanColumn, node: SyntaxNode): Expr {
  return checkedConvert(value ?? literal(column.type, null), column.type, node);
}

function print(builder: Builder, node: SyntaxNode, env: Env): Relation {
  const wanted = resultColumns(node);
  const values = namedValues(builder, list(node, 'Expressions'), env, []);
  if (values.length !== wanted.length)
    throw refuse('columns-not-matched', 'The columns of this print could not be matched.', node);
  const columns = values.map(({ expr }, i) => builder.fresh(wanted[i]?.name ?? '', expr.type));
  return {
    rel: { op: 'values', columns, rows: [values.map(({ expr }) => expr)] },
    columns,
    order: [],
    serialized: false,
  };
}

function range(builder: Builder, node: SyntaxNode, env: Env): Relation {
  const [wanted] = resultColumns(node);
  const column = builder.fresh(nameText(part(node, 'Name')), wanted?.type ?? 'long');
  const ordinal = builder.fresh('$order', 'long');
  const step = builder.expr(part(node, 'Step'), env);
  const stepType = column.type === 'datetime' ? 'timespan' : column.type;
  return {
    rel: {
      op: 'range',
      column,
      ordinal,
      from: checkedConvert(builder.expr(part(node, 'From'), env), column.type, node),
      to: checkedConvert(builder.expr(part(node, 'To'), env), column.type, node),
      step: checkedConvert(step, stepType, node),
    },
    columns: [column],
    order: byOrdinal(ordinal),
    serialized: false,
  };
}
