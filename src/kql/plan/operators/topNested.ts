import type { KustoType } from '../../../domain/kustoType.ts';
import { refuse } from '../../diagnostics.ts';
import { convert } from '../../functions/convert.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, part, resultColumns } from '../access.ts';
import { aggregateValues } from '../aggregateCall.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, type Expr, literal, type PlanColumn, rowNumber } from '../expr.ts';
import type { Assignment, Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';
import { sameValues } from '../sameValues.ts';
import { rereadOf, shareRelation } from '../shared.ts';

/** The groups chosen so far: a key and a value for each level, outermost first. */
interface Chosen {
  readonly rel: Rel;
  readonly keys: readonly PlanColumn[];
  readonly values: readonly PlanColumn[];
}

const NONE: Chosen = { rel: { op: 'nothing' }, keys: [], values: [] };

/** `top-nested`: the first groups of each level within each group chosen by the level before. */
export function topNested(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const clauses = list(node, 'Clauses');
  const levels = new Levels(builder, node, shareRelation(builder, input), env);
  const reached = clauses.reduce<Chosen[]>(
    (all, _, i) => [...all, levels.choose(all.at(-1) ?? NONE, clauses.slice(0, i + 1))],
    [],
  );
  const chosen = levels.withOthers(reached, clauses);
  const shown = chosen.keys.flatMap((key, i) => [key, chosen.values[i] ?? key]);
  const wanted = resultColumns(node);
  if (wanted.some(({ name }) => name === '' || name === 'aggregated_'))
    throw refuse(
      'top-nested-name',
      'What the column of an expression is called is not documented.',
      node,
      'Name it: top-nested 3 of Name = Expression by …',
    );
  return {
    rel: chosen.rel,
    columns: shown.map((column, i) => ({ ...column, name: wanted[i]?.name ?? column.name })),
    order: [],
    serialized: false,
  };
}

class Levels {
  private readonly builder: Builder;
  private readonly node: SyntaxNode;
  private readonly shared: Relation;
  private readonly env: Env;

  constructor(builder: Builder, node: SyntaxNode, shared: Relation, env: Env) {
    this.builder = builder;
    this.node = node;
    this.shared = shared;
    this.env = env;
  }

  /** The groups of the last clause within those of the clauses before it. */
  choose(outer: Chosen, clauses: readonly SyntaxNode[]): Chosen {
    const clause = clauses.at(-1);
    if (!clause) return outer;
    const input = rereadOf(this.builder, this.shared);
    const keys = this.keysOf(clauses, input);
    const value = this.valueOf(clause, input);
    const groups: Rel = { op: 'aggregate', input: input.rel, keys, aggregates: value.aggregates };
    const columns = keys.map(({ column }) => column);
    const valued: Rel = { op: 'extend', input: groups, items: [{ column: value.column, expr: value.expr }] };
    const inside = this.within(outer, valued, columns);
    const ranked = this.first(inside, clause, outer.keys, value.column);
    return {
      rel: { op: 'shared', id: this.builder.fresh('level', 'string').sql, body: ranked },
      keys: [...outer.keys, ...columns.slice(-1)],
      values: [...outer.values, value.column],
    };
  }

  private keysOf(clauses: readonly SyntaxNode[], input: Relation): Assignment[] {
    const row = { scope: this.env.scope, row: rowOf(input) };
    return clauses.map((clause) => {
      const expr = this.builder.expr(part(clause, 'OfExpression'), row);
      return { column: this.builder.fresh('level', expr.type), expr };
    });
  }

  private valueOf(
    clause: SyntaxNode,
    input: Relation,
  ): { readonly column: PlanColumn; readonly aggregates: readonly Assignment[]; readonly expr: Expr } {
    const row = { scope: this.env.scope, row: rowOf(input) };
    const by = unordered(part(clause, 'ByExpression'));
    const [value, ...more] = aggregateValues(this.builder, by, input, row, input.columns);
    if (!value || more.length > 0)
      throw refuse('several-values', 'A level of top-nested goes by one value.', clause);
    return { ...value, column: this.builder.fresh('value', value.expr.type) };
  }

  private within(outer: Chosen, groups: Rel, keys: readonly PlanColumn[]): Rel {
    if (outer.keys.length === 0) return groups;
    const on = sameValues(outer.keys, keys.slice(0, -1), this.node);
    return { op: 'join', kind: 'INNER', left: outer.rel, right: groups, on };
  }

  /** All groups where the level says no number. */
  private first(groups: Rel, clause: SyntaxNode, outer: readonly PlanColumn[], value: PlanColumn): Rel {
    const count = clause.parts['Expression'];
    if (!count) return groups;
    const ordering = part(clause, 'ByExpression').parts['Ordering'];
    const descending = ordering?.parts['AscOrDescKeyword']?.kind !== 'AscKeyword';
    const rank = this.builder.fresh('rank', 'long');
    const position: Expr = rowNumber(
      [{ column: value, descending, nullsFirst: false }],
      outer.map(columnExpr),
    );
    const ranked: Rel = { op: 'extend', input: groups, items: [{ column: rank, expr: position }] };
    const limit = convert(this.builder.expr(count, { scope: this.env.scope }), 'long');
    const predicate = this.builder.call(
      'LessThanOrEqualExpression',
      'bool',
      [columnExpr(rank), limit],
      clause,
    );
    return { op: 'filter', input: ranked, predicate };
  }

  /**
   * The groups of the last level, and the rows for others: at each level down to the last that names them, one for each outer
   * group with rows that no chosen group holds. Below it there are no groups: a level that names its others has them all.
   */
  withOthers(reached: readonly Chosen[], clauses: readonly SyntaxNode[]): Chosen {
    const chosen = reached.at(-1) ?? NONE;
    const deepest = clauses.findLastIndex((clause) => clause.parts['WithOthersClause'] !== undefined);
    if (deepest < 0) return chosen;
    const all = [...chosen.keys, ...chosen.values];
    const union = all.map((column) => this.builder.fresh(column.name, column.type));
    const others = reached
      .slice(0, deepest + 1)
      .map((own, i) => this.others(reached[i - 1] ?? NONE, own, clauses, union));
    return {
      rel: {
        op: 'union',
        columns: union,
        inputs: [
          {
            rel: chosen.rel,
            values: new Map(union.map((column, i) => [column, columnExpr(all[i] ?? column)])),
          },
          ...others,
        ],
      },
      keys: union.slice(0, chosen.keys.length),
      values: union.slice(chosen.keys.length),
    };
  }

  private others(
    outer: Chosen,
    chosen: Chosen,
    clauses: readonly SyntaxNode[],
    union: readonly PlanColumn[],
  ): { readonly rel: Rel; readonly values: ReadonlyMap<PlanColumn, Expr> } {
    const depth = outer.keys.length;
    const input = rereadOf(this.builder, this.shared);
    const keys = this.keysOf(clauses.slice(0, depth + 1), input);
    const columns = keys.map(({ column }) => column);
    const named = clauses.map((clause, i) =>
      i >= depth && clause.parts['WithOthersClause'] ? this.valueOf(clause, input) : undefined,
    );
    const aggregates = named.flatMap((value) => value?.aggregates ?? []);
    const held = chosen.keys.map((key) => this.builder.fresh(key.name, key.type));
    const left: Rel = {
      op: 'join',
      kind: 'ANTI',
      left: this.within(outer, { op: 'extend', input: input.rel, items: keys }, columns),
      right: {
        op: 'pick',
        input: chosen.rel,
        items: chosen.keys.map((key, i) => ({ column: held[i] ?? key, expr: columnExpr(key) })),
      },
      on: sameValues(columns, held, this.node),
    };
    const upper = [...outer.keys, ...outer.values].map(
      (column): Assignment => ({
        column: this.builder.fresh(column.name, column.type),
        expr: columnExpr(column),
      }),
    );
    const grouped: Rel = { op: 'aggregate', input: left, keys: upper, aggregates };
    const rel: Rel = upper.length > 0 ? grouped : this.ifAny(grouped, aggregates, left, this.node);
    const above = upper.map(({ column }) => columnExpr(column));
    const below = <T>(of: (clause: SyntaxNode, i: number) => T): T[] =>
      clauses.slice(depth).map((clause, i) => of(clause, depth + i));
    const values: (Expr | undefined)[] = [
      ...above.slice(0, depth),
      ...below((clause, i) => this.label(clause, union[i]?.type ?? 'string')),
      ...above.slice(depth),
      ...below((_, i) => named[i]?.expr),
    ];
    return {
      rel,
      values: new Map(union.map((column, i) => [column, values[i] ?? literal(column.type, null)])),
    };
  }

  private label(clause: SyntaxNode, type: KustoType): Expr | undefined {
    const others = clause.parts['WithOthersClause'];
    return (
      others &&
      this.builder.convert(
        this.builder.expr(part(others, 'Expression'), { scope: this.env.scope }),
        type,
        clause,
      )
    );
  }

  /** An aggregate without keys is one row even over nothing. */
  private ifAny(grouped: Rel, aggregates: readonly Assignment[], input: Rel, clause: SyntaxNode): Rel {
    const count = this.builder.fresh('count', 'long');
    const rows: Expr = {
      kind: 'call',
      type: 'long',
      name: 'count',
      lower: () => 'count(*)',
      args: [],
      span: clause,
    };
    const counted: Rel = {
      op: 'aggregate',
      input,
      keys: [],
      aggregates: [...aggregates, { column: count, expr: rows }],
    };
    const predicate = this.builder.call(
      'GreaterThanExpression',
      'bool',
      [columnExpr(count), literal('long', 0n)],
      clause,
    );
    return grouped.op === 'aggregate' ? { op: 'filter', input: counted, predicate } : grouped;
  }
}

/** The aggregate itself, without `asc` or a name. */
function unordered(node: SyntaxNode): SyntaxNode {
  return node.kind === 'OrderedExpression' || node.kind === 'SimpleNamedExpression'
    ? unordered(part(node, 'Expression'))
    : node;
}
