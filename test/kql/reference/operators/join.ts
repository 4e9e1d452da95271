import type { SyntaxNode } from '../../../../src/kql/syntax/node.ts';
import { equals, groupKey, sameValue } from '../compare.ts';
import { columnsOfRow } from '../rows.ts';
import type { Env } from '../scope.ts';
import { elements, inner, nameOf, operatorParameters, part } from '../syntax.ts';
import { unknown } from '../unknown.ts';
import { columnsOf, nullOf, type Row, type Table, type Typed } from '../values.ts';

interface Keys {
  readonly left: SyntaxNode | string;
  readonly right: SyntaxNode | string;
}

/** `on a, $left.b == $right.c`: pairs of values that must be equal; null equals nothing. */
function keysOf(node: SyntaxNode): Keys[] {
  const clause = node.parts['ConditionClause'] ?? node.parts['LookupClause'];
  if (clause?.kind !== 'JoinOnClause') throw unknown('a join without on');
  return elements(clause, 'Expressions').map(inner).flatMap(keysOfCondition);
}

function keysOfCondition(condition: SyntaxNode): Keys[] {
  if (condition.kind === 'NameReference') return [{ left: nameOf(condition), right: nameOf(condition) }];
  if (condition.kind === 'AndExpression')
    return [inner(part(condition, 'Left')), inner(part(condition, 'Right'))].flatMap(keysOfCondition);
  if (condition.kind !== 'EqualExpression') throw unknown('a condition of join');
  const [a, b] = [inner(part(condition, 'Left')), inner(part(condition, 'Right'))];
  const side = (node: SyntaxNode): string => nameOf(part(node, 'Expression'));
  if (a.kind !== 'PathExpression' || b.kind !== 'PathExpression') throw unknown('a condition of join');
  if (side(a) === '$left' && side(b) === '$right') return [{ left: a, right: b }];
  if (side(a) === '$right' && side(b) === '$left') return [{ left: b, right: a }];
  throw unknown('a condition of join');
}

function keyValues(keys: readonly Keys[], side: 'left' | 'right', table: Table, env: Env): Typed[][] {
  return table.rows.map((row) => {
    const columns = columnsOfRow(table.columns, row);
    return keys.map((key) => {
      const expression = key[side];
      if (typeof expression !== 'string')
        return env.world.scalar(expression, { world: env.world, scope: env.scope, [side]: columns });
      const value = columns.get(expression);
      if (!value) throw unknown('a key that is no column');
      return value;
    });
  });
}

function matches(a: readonly Typed[], b: readonly Typed[]): boolean {
  return a.every((value, i) => {
    const other = b[i];
    if (!other) return false;
    if (value.value === null || other.value === null) return false;
    if (Number.isNaN(value.value) || Number.isNaN(other.value)) throw unknown('joining by NaN');
    if (value.type === 'dynamic' || other.type === 'dynamic') throw unknown('joining by dynamic');
    return equals(value, other) === true;
  });
}

interface Sides {
  readonly left: Table;
  readonly right: Table;
  /** For each left row the right rows that match it. */
  readonly found: readonly (readonly number[])[];
}

function sidesOf(node: SyntaxNode, input: Table, env: Env, unique: boolean): Sides {
  const right = env.world.table(part(node, 'Expression'), { world: env.world, scope: env.scope });
  const keys = keysOf(node);
  const all = keyValues(keys, 'left', input, env);
  const chosen = unique ? uniqueRows(input, all) : input.rows.map((_, i) => i);
  const left = { columns: input.columns, rows: chosen.map((i) => input.rows[i] ?? []) };
  const leftKeys = chosen.map((i) => all[i] ?? []);
  const rightKeys = keyValues(keys, 'right', right, env);
  const found = leftKeys.map((key) => rightKeys.flatMap((other, r) => (matches(key, other) ? [r] : [])));
  return { left, right, found };
}

/** One left row for each key: unknown where rows of one key differ. */
function uniqueRows(input: Table, keys: readonly (readonly Typed[])[]): number[] {
  const chosen = new Map<string, number>();
  for (const [i, key] of keys.entries()) {
    const text = JSON.stringify(key.map(({ type, value }) => groupKey(type, value)));
    const before = chosen.get(text);
    if (before === undefined) chosen.set(text, i);
    else if (!sameValue(input.rows[before] ?? [], input.rows[i] ?? []))
      throw unknown('which row of a key joins');
  }
  return [...chosen.values()];
}

export function join(node: SyntaxNode, input: Table, env: Env): Table {
  const columns = columnsOf(node);
  const parameters = operatorParameters(node);
  for (const name of parameters.keys())
    if (name !== 'kind' && !name.startsWith('hint.')) throw unknown(`join with ${name}`);
  const kind = parameters.get('kind') ?? 'innerunique';
  const { left, right, found } = sidesOf(node, input, env, kind === 'innerunique');
  const empty = (table: Table): Row => table.columns.map(({ type }) => nullOf(type));
  const matchedRight = new Set(found.flat());
  const both = left.rows.flatMap((row, i) => (found[i] ?? []).map((r) => [...row, ...(right.rows[r] ?? [])]));
  const leftOnly = left.rows.filter((_, i) => found[i]?.length === 0);
  const rightOnly = right.rows.filter((_, r) => !matchedRight.has(r));
  const paddedLeft = leftOnly.map((row) => [...row, ...empty(right)]);
  const paddedRight = rightOnly.map((row) => [...empty(left), ...row]);
  switch (kind) {
    case 'inner':
    case 'innerunique':
      return checked(columns, both);
    case 'leftouter':
      return checked(columns, [...both, ...paddedLeft]);
    case 'rightouter':
      return checked(columns, [...both, ...paddedRight]);
    case 'fullouter':
      return checked(columns, [...both, ...paddedLeft, ...paddedRight]);
    case 'leftsemi':
      return checked(
        columns,
        left.rows.filter((_, i) => (found[i]?.length ?? 0) > 0),
      );
    case 'rightsemi':
      return checked(
        columns,
        right.rows.filter((_, r) => matchedRight.has(r)),
      );
    case 'anti':
    case 'leftanti':
    case 'leftantisemi':
      return checked(columns, leftOnly);
    case 'rightanti':
    case 'rightantisemi':
      return checked(columns, rightOnly);
    default:
      throw unknown(`join kind=${kind}`);
  }
}

function checked(columns: Table['columns'], rows: readonly Row[]): Table {
  if (rows.some((row) => row.length !== columns.length)) throw unknown('the columns of a join');
  return { columns, rows };
}

/** A join that keeps the left table's rows and takes no key from the right. */
export function lookup(node: SyntaxNode, input: Table, env: Env): Table {
  const columns = columnsOf(node);
  const kind = operatorParameters(node).get('kind') ?? 'leftouter';
  if (kind !== 'leftouter' && kind !== 'inner') throw unknown(`lookup kind=${kind}`);
  const { left, right, found } = sidesOf(node, input, env, false);
  const keys = new Set(
    keysOf(node).map(({ right: key }) => (typeof key === 'string' ? key : nameOf(part(key, 'Selector')))),
  );
  const kept = right.columns.flatMap((column, c) => (keys.has(column.name) ? [] : [c]));
  const rows = left.rows.flatMap((row, i): Row[] => {
    const matching = found[i] ?? [];
    if (matching.length === 0)
      return kind === 'inner'
        ? []
        : [[...row, ...kept.map((c) => nullOf(right.columns[c]?.type ?? 'dynamic'))]];
    return matching.map((r) => [...row, ...kept.map((c) => right.rows[r]?.[c] ?? null)]);
  });
  return checked(columns, rows);
}
