import type { Column } from '../../../domain/kustoType.ts';
import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, parameters, part, resultColumns, tokenText } from '../access.ts';
import { type Builder, type Env, type RowScope, rowOf } from '../builder.ts';
import { columnExpr, type Expr, type Lowering, literal, type PlanColumn } from '../expr.ts';
import type { Assignment, Rel } from '../rel.ts';
import { columnNamed, type Relation } from '../relation.ts';

type Kind =
  | 'innerunique'
  | 'inner'
  | 'leftouter'
  | 'rightouter'
  | 'fullouter'
  | 'leftsemi'
  | 'rightsemi'
  | 'leftanti'
  | 'rightanti';

const KINDS: Readonly<Record<string, Kind>> = {
  innerunique: 'innerunique',
  inner: 'inner',
  leftouter: 'leftouter',
  rightouter: 'rightouter',
  fullouter: 'fullouter',
  outer: 'fullouter',
  leftsemi: 'leftsemi',
  semi: 'leftsemi',
  rightsemi: 'rightsemi',
  leftanti: 'leftanti',
  anti: 'leftanti',
  leftantisemi: 'leftanti',
  rightanti: 'rightanti',
  rightantisemi: 'rightanti',
};

interface Condition {
  readonly left: Expr;
  readonly right: Expr;
}

export function join(builder: Builder, node: SyntaxNode, left: Relation, env: Env): Relation {
  const wanted = parameters(node).get('kind');
  const name = wanted ? tokenText(wanted).toLowerCase() : 'innerunique';
  const kind = KINDS[name];
  if (!kind) throw refuse('join-kind', `The join kind ${name} is not supported.`, wanted ?? node);
  const right = builder.table(part(node, 'Expression'), env);
  const conditions = conditionsOf(builder, node, left, right, env);
  return joined(builder, node, kind, left, right, conditions);
}

/** `lookup` keeps all left columns and, of the right ones, those that are no keys. */
export function lookup(builder: Builder, node: SyntaxNode, left: Relation, env: Env): Relation {
  const wanted = parameters(node).get('kind');
  const name = wanted ? tokenText(wanted).toLowerCase() : 'leftouter';
  const kind = KINDS[name];
  if (kind !== 'leftouter' && kind !== 'inner')
    throw refuse('join-kind', `The lookup kind ${name} is not supported.`, wanted ?? node);
  const right = builder.table(part(node, 'Expression'), env);
  const conditions = conditionsOf(builder, node, left, right, env);
  const keys = new Set(
    conditions.flatMap(({ right: expr }) => (expr.kind === 'column' ? [expr.column.sql] : [])),
  );
  const all = bothSides(builder, node, kind, left, right, conditions);
  const columns = [...all.left, ...all.right.filter((_, i) => !keys.has(right.columns[i]?.sql ?? ''))];
  return {
    rel: all.rel,
    columns: renamed(columns, resultColumns(node), node),
    order: left.order,
    serialized: false,
  };
}

function conditionsOf(
  builder: Builder,
  node: SyntaxNode,
  left: Relation,
  right: Relation,
  env: Env,
): Condition[] {
  const clause = node.parts['ConditionClause'] ?? node.parts['LookupClause'];
  if (!clause) return [];
  const row: RowScope = {
    columns: rowOf(left).columns,
    left: rowOf(left).columns,
    right: rowOf(right).columns,
  };
  return list(clause, 'Expressions').flatMap((expression) =>
    condition(builder, expression, left, right, { scope: env.scope, row }),
  );
}

function condition(
  builder: Builder,
  node: SyntaxNode,
  left: Relation,
  right: Relation,
  env: Env,
): Condition[] {
  if (node.kind === 'ParenthesizedExpression')
    return condition(builder, part(node, 'Expression'), left, right, env);
  if (node.kind === 'NameReference') {
    const name = nameText(node);
    const a = columnNamed(left, name);
    const b = columnNamed(right, name);
    if (!a || !b) throw refuse('name-not-found', `Both sides need a column ${name}.`, node);
    return [{ left: columnExpr(a), right: columnExpr(b) }];
  }
  if (node.kind === 'AndExpression')
    return [
      ...condition(builder, part(node, 'Left'), left, right, env),
      ...condition(builder, part(node, 'Right'), left, right, env),
    ];
  if (node.kind !== 'EqualExpression')
    throw refuse('join-condition', 'A join compares columns of both sides with ==.', node);
  const a = builder.expr(part(node, 'Left'), env);
  const b = builder.expr(part(node, 'Right'), env);
  const of = (expr: Expr, relation: Relation): boolean =>
    usesOnly(expr, new Set(relation.columns.map((column) => column.sql)));
  if (of(a, left) && of(b, right)) return [{ left: a, right: b }];
  if (of(b, left) && of(a, right)) return [{ left: b, right: a }];
  throw refuse('join-condition', 'A join compares columns of both sides with ==.', node);
}

/** Whether it is made of these columns, constants and calls. */
export function usesOnly(expr: Expr, columns: ReadonlySet<string>): boolean {
  if (expr.kind === 'column') return columns.has(expr.column.sql);
  return expr.kind === 'call' ? expr.args.every((arg) => usesOnly(arg, columns)) : expr.kind === 'literal';
}

/** Keys match on equality; null matches nothing. */
function onClause(builder: Builder, conditions: readonly Condition[], node: SyntaxNode): Expr {
  return (
    conditions
      .map(({ left, right }) => matches(builder, left, right, node))
      .reduce<Expr | undefined>(
        (all, test) => (all ? builder.call('AndExpression', 'bool', [all, test], node) : test),
        undefined,
      ) ?? literal('bool', true)
  );
}

function matches(builder: Builder, left: Expr, right: Expr, node: SyntaxNode): Expr {
  const compared = builder.call('EqualExpression', 'bool', [left, right], node);
  const lower: Lowering = ([a = '', b = '']) => `(${a} = ${b})`;
  return compared.kind === 'call' ? { ...compared, lower } : compared;
}

/** How often a row is there makes no difference to whether there is one. */
function withDuplicates(rel: Rel): Rel {
  return rel.op === 'distinct' ? { op: 'pick', input: rel.input, items: rel.items } : rel;
}

interface Sides {
  readonly rel: Rel;
  readonly left: readonly PlanColumn[];
  readonly right: readonly PlanColumn[];
}

/** An outer side's strings are '' where there was no row: KQL has no null strings. */
function bothSides(
  builder: Builder,
  node: SyntaxNode,
  kind: Kind,
  left: Relation,
  right: Relation,
  conditions: readonly Condition[],
): Sides {
  const sql =
    kind === 'leftouter'
      ? 'LEFT'
      : kind === 'rightouter'
        ? 'RIGHT'
        : kind === 'fullouter'
          ? 'FULL'
          : conditions.length > 0
            ? 'INNER'
            : 'CROSS';
  const on = onClause(builder, conditions, node);
  const rel: Rel = {
    op: 'join',
    kind: sql,
    left: left.rel,
    right: right.rel,
    ...(sql !== 'CROSS' && { on }),
  };
  const items: Assignment[] = [];
  const present = (columns: readonly PlanColumn[], outer: boolean): PlanColumn[] =>
    columns.map((column) => {
      if (!outer || column.type !== 'string') return column;
      const filled = builder.fresh(column.name, 'string');
      items.push({
        column: filled,
        expr: builder.call('text_or_empty', 'string', [columnExpr(column)], node),
      });
      return filled;
    });
  const l = present(left.columns, sql === 'RIGHT' || sql === 'FULL');
  const r = present(right.columns, sql === 'LEFT' || sql === 'FULL');
  return { rel: items.length > 0 ? { op: 'extend', input: rel, items } : rel, left: l, right: r };
}

function joined(
  builder: Builder,
  node: SyntaxNode,
  kind: Kind,
  left: Relation,
  right: Relation,
  conditions: readonly Condition[],
): Relation {
  const wanted = resultColumns(node);
  switch (kind) {
    case 'leftsemi':
    case 'leftanti': {
      const rel: Rel = {
        op: 'join',
        kind: kind === 'leftsemi' ? 'SEMI' : 'ANTI',
        left: left.rel,
        right: withDuplicates(right.rel),
        on: onClause(builder, conditions, node),
      };
      return { rel, columns: renamed(left.columns, wanted, node), order: left.order, serialized: false };
    }
    case 'rightsemi':
    case 'rightanti': {
      const rel: Rel = {
        op: 'join',
        kind: kind === 'rightsemi' ? 'SEMI' : 'ANTI',
        left: right.rel,
        right: withDuplicates(left.rel),
        on: onClause(builder, conditions, node),
      };
      return { rel, columns: renamed(right.columns, wanted, node), order: right.order, serialized: false };
    }
    case 'innerunique': {
      const unique = firstPerKey(builder, left, conditions, node);
      const sides = bothSides(builder, node, 'inner', unique, right, conditions);
      const { rel } = sides;
      return {
        rel: rel.op === 'join' && unique !== left ? { ...rel, chosenFrom: left.columns } : rel,
        columns: renamed([...sides.left, ...sides.right], wanted, node),
        order: [],
        serialized: false,
      };
    }
    case 'inner':
    case 'leftouter':
    case 'rightouter':
    case 'fullouter': {
      const sides = bothSides(builder, node, kind, left, right, conditions);
      return {
        rel: sides.rel,
        columns: renamed([...sides.left, ...sides.right], wanted, node),
        order: [],
        serialized: false,
      };
    }
  }
}

/** innerunique: one left row per key, the first. */
function firstPerKey(
  builder: Builder,
  left: Relation,
  conditions: readonly Condition[],
  node: SyntaxNode,
): Relation {
  if (conditions.length === 0) return left;
  const rank = builder.fresh('rank', 'long');
  const first: Expr = {
    kind: 'window',
    type: 'long',
    lower: () => 'row_number()',
    args: [],
    partition: conditions.map((c) => c.left),
    order: left.order,
  };
  const ranked: Rel = { op: 'extend', input: left.rel, items: [{ column: rank, expr: first }] };
  const predicate = builder.call('EqualExpression', 'bool', [columnExpr(rank), literal('long', 1n)], node);
  return { ...left, rel: { op: 'filter', input: ranked, predicate } };
}

function renamed(columns: readonly PlanColumn[], wanted: readonly Column[], node: SyntaxNode): PlanColumn[] {
  if (columns.length !== wanted.length)
    throw refuse('columns-not-matched', 'The columns of this join could not be matched.', node);
  return columns.map((column, i) => ({ ...column, name: wanted[i]?.name ?? column.name }));
}
