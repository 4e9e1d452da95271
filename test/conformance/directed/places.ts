import type { JsonValue } from '../../../src/base/json.ts';
import type { Column } from '../../../src/domain/kustoType.ts';
import type { Random } from '../../../src/samples/random.ts';
import type { Demand } from './asked.ts';
import type { Target } from './targets.ts';
import { at, inType, placed } from './values.ts';

export type Row = Record<string, JsonValue>;

export function samePlace(a: Target, b: Target): boolean {
  return a.column === b.column && a.steps.join('\n') === b.steps.join('\n');
}

export function same(a: Target, b: Target): boolean {
  return samePlace(a, b) && JSON.stringify(a.wraps) === JSON.stringify(b.wraps);
}

/** Of what several rows together are to fulfil, this row's share. */
export function settled(demands: readonly Demand[], turn: number): Demand[] {
  const shared = demands
    .filter(({ target }) => target.isGathered)
    .flatMap((demand) =>
      demand.kind === 'within' && demand.all
        ? demand.values.map((value): Demand => ({ ...demand, values: [value] }))
        : [demand],
    );
  const mine = shared[turn % Math.max(1, shared.length)];
  return [...demands.filter(({ target }) => !target.isGathered), ...(mine ? [mine] : [])];
}

/** Demands on one place together, those on whole values before those on what is in them. */
export function byTarget(demands: readonly Demand[]): Demand[][] {
  const found: Demand[][] = [];
  for (const demand of demands) {
    const group = found.find(([first]) => first && samePlace(first.target, demand.target));
    if (group) group.push(demand);
    else found.push([demand]);
  }
  return found.sort((a, b) => (a[0]?.target.steps.length ?? 0) - (b[0]?.target.steps.length ?? 0));
}

export function structured(value: JsonValue): JsonValue {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}

export function isThere(row: Row, target: Target): boolean {
  const value = at(structured(row[target.column] ?? null), target.steps);
  return (
    value !== undefined && value !== null && value !== '' && !['{}', '[]'].includes(JSON.stringify(value))
  );
}

/** What a value under such a name usually is. */
export function plausible(target: Target, row: Row): JsonValue {
  const last = target.steps.findLast((step) => typeof step === 'string') ?? target.column;
  const name = last.replace(/^[a-z]/, (letter) => letter.toUpperCase());
  const known = row[name];
  return typeof known === 'string' && known !== '' ? known : `${last}-1`;
}

export function put(row: Row, column: Column, target: Target, value: JsonValue, random: Random): void {
  const whole = structured(row[column.name] ?? null);
  if (target.steps.length === 0) {
    row[column.name] =
      column.type === 'datetime' ? (row[column.name] ?? null) : inType(value, column.type, random);
    return;
  }
  // A text that is asked for anywhere in it stays in it.
  const bag = typeof whole === 'string' && whole !== '' ? { Details: whole } : whole;
  const made = placed(bag, target.steps, value);
  row[column.name] = column.type === 'dynamic' ? made : JSON.stringify(made);
}
