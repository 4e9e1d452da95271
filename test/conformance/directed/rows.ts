import type { JsonValue } from '../../../src/base/json.ts';
import type { Column, TableSchema } from '../../../src/domain/kustoType.ts';
import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import { Random } from '../../../src/samples/random.ts';
import { type Cast, Casting } from '../../../src/samples/schemaTables/cast.ts';
import { schemaRowMaker } from '../../../src/samples/schemaTables/schemaRow.ts';
import type { Demand, Demands, Link, Reading } from './asked.ts';
import { demandsOf } from './demands.ts';
import { momentsOf } from './moments.ts';
import type { Target } from './targets.ts';
import { distinct } from './distinct.ts';
import {
  byTarget,
  isThere,
  plausible,
  put,
  type Row,
  same,
  samePlace,
  settled,
  structured,
} from './places.ts';
import { at, bare, valueFor } from './values.ts';

/** How often a person does what the query asks for: within minutes, and over its whole time. */
const CLUMPED = 24;
const SPREAD = 16;
const PEOPLE = 3;
/** Further ones with nothing in common with others: one does much at once, one does it once. */
const STRANGERS = ['often', 'once'] as const;
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
  private readonly strangers: readonly Cast[];

  constructor(demands: Demands, schemas: ReadonlyMap<string, TableSchema>, seed: number) {
    this.demands = demands;
    this.schemas = schemas;
    this.seed = seed;
    // The tenant of the other rows: its seed is theirs, the label is this query's own.
    this.casting = new Casting(7, `directed ${seed}`);
    this.people = Array.from({ length: PEOPLE }, () => this.casting.next(0));
    this.others = Array.from({ length: PEOPLE }, () => this.casting.next(0));
    this.strangers = STRANGERS.map(() => this.casting.next(0));
  }

  rows(reading: Reading, schema: TableSchema, index: number): Row[] {
    const make = schemaRowMaker(schema);
    const casts = reading.apart ? this.others : this.people;
    const usual = casts.flatMap((cast, person) => {
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
    if (reading.apart) return usual;
    const unusual = STRANGERS.flatMap((habit, i) =>
      this.strangerRows(reading, schema, index, habit, PEOPLE + i),
    );
    return [...usual, ...unusual];
  }

  /** Rows that agree in all but their times and what must differ; their keys are in no other row. */
  private strangerRows(
    reading: Reading,
    schema: TableSchema,
    index: number,
    habit: (typeof STRANGERS)[number],
    person: number,
  ): Row[] {
    const cast = this.strangers[person - PEOPLE];
    if (!cast) return [];
    const random = new Random('stranger', this.seed, index, person);
    const columns = new Map(schema.columns.map((column) => [column.name, column]));
    const moments = momentsOf(reading, this.demands, habit, random);
    const base = schemaRowMaker(schema)({ ...cast, time: moments[0] ?? reading.to - 1, random });
    const template = this.row(reading, schema, base, person, 0, random);
    for (const key of reading.keys)
      if (!this.demands.links.some(({ left, right }) => same(left, key) || same(right, key)))
        this.differ(template, key, reading, columns, this.seed * 4 + person, random);
    return moments.map((moment, i) => {
      const row = { ...template };
      for (const name of ['TimeGenerated', 'Timestamp'])
        if (columns.has(name)) row[name] = new Date(moment).toISOString();
      for (const demands of byTarget(reading.demands.filter(({ target }) => target.isGathered)))
        this.meetDemands(reading, demands, columns, row, i, random);
      for (const { target, count, isArray } of reading.crowds)
        if (target && isArray) {
          const column = columns.get(target.column);
          const values = Array.from({ length: count }, (_, k) => `member-${k}`);
          if (column) put(row, column, target, values, random);
        } else if (target && habit === 'often')
          this.differ(row, target, reading, columns, (this.seed % 32) * 2000 + i, random);
      return row;
    });
  }

  /** Another value, of the same kind, that still meets what is asked. */
  private differ(
    row: Row,
    target: Target,
    reading: Reading,
    columns: ReadonlyMap<string, Column>,
    tag: number,
    random: Random,
  ): void {
    const column = columns.get(target.column);
    if (!column || column.type === 'datetime' || column.type === 'bool') return;
    const here = reading.demands.filter((demand) => samePlace(demand.target, target));
    const listed = here.flatMap((demand) => (demand.kind === 'equal' ? demand.values : []));
    const value =
      listed.length > 0
        ? listed[tag % listed.length]
        : distinct(at(structured(row[column.name] ?? null), target.steps) ?? null, here, tag);
    if (value === undefined || value === null) return;
    if (target.wraps.length === 0) put(row, column, target, value, random);
    else if (typeof value !== 'object')
      this.fit(row, column, [...here, { target, kind: 'equal', values: [value] }], random);
  }

  private fit(row: Row, column: Column, demands: readonly Demand[], random: Random): void {
    const [first] = demands;
    const value = valueFor(demands, random);
    if (first && value !== undefined) put(row, column, first.target, value, random);
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
    for (const demands of byTarget(reading.demands))
      if (person >= PEOPLE || !random.chance(0.04))
        this.meetDemands(reading, demands, columns, row, random.int(0, 11), random, person >= PEOPLE);
    this.demands.links.forEach((link, index) => this.meet(link, index, reading, columns, row, person, i));
    return row;
  }

  private meetDemands(
    reading: Reading,
    all: readonly Demand[],
    columns: ReadonlyMap<string, Column>,
    row: Row,
    turn: number,
    random: Random,
    isStranger = false,
  ): void {
    const [first] = all;
    const column = first && columns.get(first.target.column);
    if (!first || !column) return;
    const demands = this.halved(settled(all, turn), reading, isStranger);
    const value =
      valueFor(demands, random) ?? (isThere(row, first.target) ? undefined : plausible(first.target, row));
    if (value !== undefined) put(row, column, first.target, value, random);
  }

  /** Where rows take others away, both sides of a list are not the same: a stranger's is new. */
  private halved(demands: readonly Demand[], reading: Reading, isStranger: boolean): readonly Demand[] {
    if (!reading.apart && !(isStranger && this.demands.readings.some(({ apart }) => apart))) return demands;
    return demands.map((demand) => {
      if (demand.kind !== 'equal' || demand.values.length < 2) return demand;
      const half = Math.ceil(demand.values.length / 2);
      return {
        ...demand,
        values: reading.apart ? demand.values.slice(0, half) : demand.values.slice(half),
      };
    });
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
    const asked = this.askedOfGroup(index);
    const isListed = asked.some(({ kind }) => kind === 'equal');
    // A word alone: what a text is taken apart at must not be in it.
    const isPiece = link.left.wraps.length + link.right.wraps.length > 0;
    const given = valueFor(asked, random) ?? (isPiece ? random.hex(4) : this.shared(link, person, random));
    const value =
      person >= PEOPLE && !isListed && !isPiece ? distinct(given, asked, this.seed * 4 + person) : given;
    // Queries lower names before they compare them.
    const met = typeof value === 'string' && !isListed ? value.toLowerCase() : value;
    for (const target of [link.left, link.right]) {
      const column = columns.get(target.column);
      if (!column || column.type === 'datetime' || met === null || typeof met === 'object') continue;
      if (target.wraps.length === 0) put(row, column, target, met, random);
      else {
        const here = reading.demands.filter((demand) => samePlace(demand.target, target));
        this.fit(row, column, [...here, { target, kind: 'equal', values: [met] }], random);
      }
    }
  }

  /** What is asked of the values of all links that share theirs. */
  private askedOfGroup(index: number): Demand[] {
    const group = this.groupOf(index);
    const links = this.demands.links.filter((_, other) => this.groupOf(other) === group);
    return links.flatMap(({ left, right, readings }) =>
      readings
        .flatMap(({ demands }) => demands)
        .filter(({ target }) =>
          [left, right].some((side) =>
            side.wraps.length === 0 ? samePlace(side, target) : same(side, target),
          ),
        )
        .map((demand) => ([left, right].some((side) => side.wraps.length > 0) ? bare(demand) : demand)),
    );
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
    const cast = [...this.people, ...this.strangers][person] ?? this.casting.next(0);
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
