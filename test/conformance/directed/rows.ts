import type { JsonValue } from '../../../src/base/json.ts';
import type { Column, TableSchema } from '../../../src/domain/kustoType.ts';
import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import { Random } from '../../../src/samples/random.ts';
import { type Cast, Casting } from '../../../src/samples/schemaTables/cast.ts';
import { schemaRowMaker } from '../../../src/samples/schemaTables/schemaRow.ts';
import { type Demand, type Demands, demandsOf, type Link, type Reading } from './demands.ts';
import type { Target } from './targets.ts';
import { at, inType, placed, valueFor } from './values.ts';

type Row = Record<string, JsonValue>;

/** How often a person does what the query asks for: within minutes, and over its whole time. */
const CLUMPED = 24;
const SPREAD = 16;
const PEOPLE = 3;
const MINUTE = 60_000;

/** Rows by table, made so that they meet what a query compares their columns with. */
export function directedRows(
  root: SyntaxNode,
  schemas: ReadonlyMap<string, TableSchema>,
  now: number,
  seed: number,
): Map<string, Row[]> {
  const demands = demandsOf(root, now);
  const writer = new Writer(demands, schemas, seed);
  const rows = new Map<string, Row[]>();
  for (const [index, reading] of demands.readings.entries()) {
    const schema = schemas.get(reading.table);
    if (schema)
      rows.set(reading.table, [...(rows.get(reading.table) ?? []), ...writer.rows(reading, schema, index)]);
  }
  return rows;
}

class Writer {
  private readonly demands: Demands;
  private readonly schemas: ReadonlyMap<string, TableSchema>;
  private readonly seed: number;
  private readonly casting: Casting;
  private readonly people: readonly Cast[];
  private readonly others: readonly Cast[];

  constructor(demands: Demands, schemas: ReadonlyMap<string, TableSchema>, seed: number) {
    this.demands = demands;
    this.schemas = schemas;
    this.seed = seed;
    // The tenant of the other rows: its seed is theirs, the label is this query's own.
    this.casting = new Casting(7, `directed ${seed}`);
    this.people = Array.from({ length: PEOPLE }, () => this.casting.next(0));
    this.others = Array.from({ length: PEOPLE }, () => this.casting.next(0));
  }

  rows(reading: Reading, schema: TableSchema, index: number): Row[] {
    const make = schemaRowMaker(schema);
    const casts = reading.apart ? this.others : this.people;
    return casts.flatMap((cast, person) => {
      const random = new Random('directed', this.seed, index, person);
      const clump = Math.max(reading.from, reading.to - random.between(10, 50) * MINUTE);
      return Array.from({ length: CLUMPED + SPREAD }, (_, i) => {
        const time =
          i < CLUMPED
            ? Math.min(clump + random.between(0, 8) * MINUTE, reading.to - 1)
            : random.between(reading.from, reading.to);
        return this.row(
          reading,
          schema,
          make(this.varied({ ...cast, time, random }, person)),
          person,
          i,
          random,
        );
      });
    });
  }

  /** The first person's rows agree in all, the second's have many addresses, the third's address has many people. */
  private varied(cast: Cast, person: number): Cast {
    if (person === 0) return cast;
    const { publicIp, endpoint, person: who, other } = this.casting.next(cast.time);
    return person === 1 ? { ...cast, publicIp, endpoint } : { ...cast, person: who, other };
  }

  private row(
    reading: Reading,
    schema: TableSchema,
    base: Row,
    person: number,
    i: number,
    random: Random,
  ): Row {
    const row = { ...base };
    const columns = new Map(schema.columns.map((column) => [column.name, column]));
    for (const demands of byTarget(reading.demands)) {
      const [first] = demands;
      const column = first && columns.get(first.target.column);
      if (!first || !column || random.chance(0.04)) continue;
      const value =
        valueFor(demands, random) ?? (isThere(row, first.target) ? undefined : plausible(first.target, row));
      if (value !== undefined) put(row, column, first.target, value, random);
    }
    this.demands.links.forEach((link, index) => this.meet(link, index, reading, columns, row, person, i));
    return row;
  }

  /** Both sides of a link hold the same value in rows of the same number. */
  private meet(
    link: Link,
    index: number,
    reading: Reading,
    columns: ReadonlyMap<string, Column>,
    row: Row,
    person: number,
    i: number,
  ): void {
    if (!link.readings.includes(reading)) return;
    const random = new Random('link', this.seed, this.groupOf(index), person, i % 4);
    const asked = link.readings
      .flatMap(({ demands }) => demands)
      .filter(
        ({ target, kind }) => kind === 'equal' && (same(target, link.left) || same(target, link.right)),
      );
    const value = valueFor(asked, random) ?? this.shared(link, person, random);
    for (const target of [link.left, link.right]) {
      const column = columns.get(target.column);
      if (column && column.type !== 'datetime') put(row, column, target, value, random);
    }
  }

  /** Links that share a place share their values. */
  private groupOf(index: number): number {
    const link = this.demands.links[index];
    if (!link) return index;
    return this.demands.links.findIndex(
      (other) =>
        same(other.left, link.left) ||
        same(other.left, link.right) ||
        same(other.right, link.right) ||
        same(other.right, link.left),
    );
  }

  private shared(link: Link, person: number, random: Random): JsonValue {
    const cast = this.people[person] ?? this.casting.next(0);
    for (const { table } of link.readings)
      for (const target of [link.left, link.right]) {
        const schema = this.schemas.get(table);
        const column = schema?.columns.find(({ name }) => name === target.column);
        if (!schema || !column) continue;
        const made =
          schemaRowMaker({ ...schema, columns: [column] })({ ...cast, random })[column.name] ?? null;
        const value = at(structured(made), target.steps) ?? null;
        if (value !== null && typeof value !== 'object' && value !== '') return value;
      }
    return random.guid();
  }
}

function same(a: Target, b: Target): boolean {
  return a.column === b.column && a.steps.join('\n') === b.steps.join('\n');
}

/** Demands on one place together, those on whole values before those on what is in them. */
function byTarget(demands: readonly Demand[]): Demand[][] {
  const found: Demand[][] = [];
  for (const demand of demands) {
    const group = found.find(([first]) => first && same(first.target, demand.target));
    if (group) group.push(demand);
    else found.push([demand]);
  }
  return found.sort((a, b) => (a[0]?.target.steps.length ?? 0) - (b[0]?.target.steps.length ?? 0));
}

function structured(value: JsonValue): JsonValue {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}

function isThere(row: Row, target: Target): boolean {
  const value = at(structured(row[target.column] ?? null), target.steps);
  return value !== undefined && value !== null && value !== '' && JSON.stringify(value) !== '{}';
}

/** What a value under such a name usually is. */
function plausible(target: Target, row: Row): JsonValue {
  const last = target.steps.findLast((step) => typeof step === 'string') ?? target.column;
  const name = last.replace(/^[a-z]/, (letter) => letter.toUpperCase());
  const known = row[name];
  return typeof known === 'string' && known !== '' ? known : `${last}-1`;
}

function put(row: Row, column: Column, target: Target, value: JsonValue, random: Random): void {
  if (target.steps.length === 0) {
    row[column.name] =
      column.type === 'datetime' ? (row[column.name] ?? null) : inType(value, column.type, random);
    return;
  }
  const made = placed(structured(row[column.name] ?? null), target.steps, value);
  row[column.name] = column.type === 'dynamic' ? made : JSON.stringify(made);
}
