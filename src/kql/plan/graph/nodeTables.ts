import { refuse, type Span } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { part } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, type Expr, literal, type PlanColumn, rowNumber } from '../expr.ts';
import type { Assignment, Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';
import { rereadOf, shareRelation } from '../shared.ts';
import { equalKeys, inPlace, type Nodes, partitionKey } from './graph.ts';

/** The nodes that edges know, once each. */
export interface Ends {
  readonly rel: Rel;
  /** What its edges call it: its key, but for partitions. */
  readonly id: PlanColumn;
  readonly key: PlanColumn;
  /** In order of where the node is first met. */
  readonly position: PlanColumn;
}

interface NodeTable {
  /** Shared, its rows numbered; the last column is the key where that is not what the table has. */
  readonly rows: Relation;
  readonly id: PlanColumn;
  readonly key: PlanColumn;
  readonly position: PlanColumn;
}

/** Nodes of a table stand before those of the next one, and those before the nodes that only edges know. */
const TABLE_SIZE = 1n << 45n;
const OF_EDGES = 1n << 50n;

/** The tables' rows, one for each key, then the nodes that only edges know: their key is all that they have. */
export function withProperties(
  builder: Builder,
  clauses: readonly SyntaxNode[],
  ends: Ends,
  env: Env,
  partition: string | undefined,
): Nodes {
  const tables = clauses.map((clause) => numbered(builder, clause, ends, env, partition));
  const [clause = { start: 0, length: 0 }] = clauses;
  const properties = propertiesOf(tables, clauses);
  const columns = properties.map(({ name, type }) => builder.fresh(name, type));
  const at = builder.fresh('$position', 'long');
  const named = (wanted: PlanColumn | undefined): PlanColumn =>
    columns.find(({ name }) => name === wanted?.name) ?? ends.key;
  const [key, id] = [named(tables[0]?.key), named(tables[0]?.id)];
  const offset = (position: PlanColumn, by: bigint): Expr =>
    builder.call('AddExpression', 'long', [columnExpr(position), literal('long', by)], clause);
  const all: Rel = {
    op: 'union',
    columns: [...columns, at],
    inputs: tables.map((table, i) => ({
      rel: firstOfEach(builder, table, clause),
      values: new Map([
        ...columns.flatMap((column) => {
          const own = table.rows.columns.find(({ name }) => name === column.name);
          return own ? [[column, columnExpr(own)] as const] : [];
        }),
        [at, offset(table.position, BigInt(i) * TABLE_SIZE)] as const,
      ]),
    })),
  };
  const known: Nodes = { rel: all, columns, key, order: inPlace(at), serialized: false };
  const merged = tables.length > 1 ? mergedByKey(builder, known, at, clause) : { ...known, position: at };
  const unknown = tables.reduce<Rel>((left, table) => {
    const other = rereadOf(builder, table.rows);
    const otherKey = other.columns[table.rows.columns.indexOf(table.key)] ?? table.key;
    return { op: 'join', kind: 'ANTI', left, right: other.rel, on: equalKeys(ends.key, otherKey, clause) };
  }, ends.rel);
  const out = [...merged.columns, merged.position].map((column) => builder.fresh(column.name, column.type));
  const outOf = (column: PlanColumn): PlanColumn => out[columns.indexOf(column)] ?? column;
  const [outKey, outId] = [outOf(key), outOf(id)];
  const position = out.at(-1) ?? at;
  return {
    rel: {
      op: 'union',
      columns: out,
      inputs: [
        {
          rel: merged.rel,
          values: new Map(
            [...merged.columns, merged.position].map((column, i) => [out[i] ?? column, columnExpr(column)]),
          ),
        },
        {
          rel: unknown,
          values: new Map([
            [outId, columnExpr(ends.id)],
            [outKey, columnExpr(ends.key)],
            [position, offset(ends.position, OF_EDGES)],
          ]),
        },
      ],
    },
    key: outKey,
    columns: out.filter((column) => column !== position && (key === id || column !== outKey)),
    order: inPlace(position),
    serialized: false,
  };
}

function numbered(
  builder: Builder,
  clause: SyntaxNode,
  ends: Ends,
  env: Env,
  partition: string | undefined,
): NodeTable {
  const table = builder.table(part(clause, 'Table'), { scope: env.scope });
  const id = builder.expr(part(clause, 'Column'), { scope: env.scope, row: rowOf(table) });
  if (id.kind !== 'column' || id.type !== ends.id.type)
    throw refuse('make-graph-key', 'The key of the nodes must be a column of the type of the ends.', clause);
  const position = builder.fresh('$position', 'long');
  const numbering: Expr = rowNumber(table.order);
  const keyed = partition === undefined ? undefined : keyWithin(builder, partition, table, id, clause);
  const rows = shareRelation(builder, {
    ...table,
    rel: {
      op: 'extend',
      input: table.rel,
      items: [{ column: position, expr: numbering }, ...(keyed ? [keyed] : [])],
    },
    columns: [...table.columns, ...(keyed ? [keyed.column] : [])],
    order: inPlace(position),
  });
  return { rows, id: id.column, key: keyed?.column ?? id.column, position };
}

function keyWithin(
  builder: Builder,
  partition: string,
  table: Relation,
  id: Expr,
  clause: SyntaxNode,
): Assignment {
  const by = table.columns.find(({ name }) => name === partition);
  if (!by) throw refuse('make-graph-partition', `The table of nodes has no column ${partition}.`, clause);
  return { column: builder.fresh('$key', 'string'), expr: partitionKey(columnExpr(by), id, clause) };
}

/** The tables' columns by their names, in the order in which they come. */
function propertiesOf(tables: readonly NodeTable[], clauses: readonly SyntaxNode[]): PlanColumn[] {
  const properties = new Map<string, PlanColumn>();
  tables.forEach(({ rows, id }, i) => {
    const clause = clauses[i] ?? { start: 0, length: 0 };
    if (id.name !== tables[0]?.id.name)
      throw refuse(
        'make-graph-tables',
        'Which of several keys a node has is not documented where the tables name them differently.',
        clause,
        'Give the keys one name with project-rename.',
      );
    for (const column of rows.columns) {
      const before = properties.get(column.name);
      if (before && before.type !== column.type)
        throw refuse(
          'make-graph-tables',
          `${column.name} is ${before.type} in one table of nodes and ${column.type} in another.`,
          clause,
          'Convert one of them, or rename it.',
        );
      if (!before) properties.set(column.name, column);
    }
  });
  return [...properties.values()];
}

/** Of a key's rows the first value of each property that is not empty; the service takes any of them. */
function mergedByKey(
  builder: Builder,
  rows: Nodes,
  at: PlanColumn,
  span: Span,
): Nodes & { readonly position: PlanColumn } {
  const columns = rows.columns.map((column) => builder.fresh(column.name, column.type));
  const key = columns[rows.columns.indexOf(rows.key)] ?? rows.key;
  const position = builder.fresh('$position', 'long');
  const first = (column: PlanColumn): Expr => ({
    kind: 'call',
    type: column.type,
    name: 'first-property',
    span,
    args: [columnExpr(column), columnExpr(at)],
    lower: ([x = '', place = '']) =>
      column.type === 'string'
        ? `coalesce(arg_min(${x}, ${place}) FILTER (WHERE ${x} <> ''), '')`
        : `arg_min(${x}, ${place}) FILTER (WHERE ${x} IS NOT NULL)`,
  });
  return {
    ...rows,
    rel: {
      op: 'aggregate',
      input: rows.rel,
      keys: [{ column: key, expr: columnExpr(rows.key) }],
      aggregates: [
        ...rows.columns.flatMap((column, i) => {
          const made = columns[i];
          return made && made !== key ? [{ column: made, expr: first(column) }] : [];
        }),
        { column: position, expr: first(at) },
      ],
    },
    columns,
    key,
    position,
    order: inPlace(position),
  };
}

function firstOfEach(builder: Builder, { rows, key, position }: NodeTable, span: Span): Rel {
  const rank = builder.fresh('$rank', 'long');
  const expr: Expr = rowNumber(inPlace(position), [columnExpr(key)]);
  const predicate = builder.call('EqualExpression', 'bool', [columnExpr(rank), literal('long', 1n)], span);
  return {
    op: 'filter',
    input: { op: 'extend', input: rows.rel, items: [{ column: rank, expr }] },
    predicate,
  };
}
