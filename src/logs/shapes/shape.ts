import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { KustoType } from '../../domain/kustoType.ts';
import type { RecordRouting, TableMapping } from '../../domain/logMapping.ts';
import type { JsonLayout } from '../framing/recordSelector.ts';

/** What the first bytes of a file show. */
export interface Sample {
  /** As the person gave it, with forward slashes; a member's path for an archive. */
  readonly path: string;
  readonly format: 'json-lines' | 'json' | 'csv' | 'parquet';
  /** Key of the list that holds the records of a JSON document. */
  readonly envelope?: string;
  /** Where the records of a JSON document are. */
  readonly layout: JsonLayout;
  /** Small members of a JSON document beside its records. */
  readonly meta: JsonObject;
  /** Of JSON: the first records. Of CSV: the first rows as objects of texts. */
  readonly records: readonly JsonObject[];
  /** Names of the columns of CSV, Parquet and row dialects, in order. */
  readonly header: readonly string[];
  /** Types that a row dialect or Parquet states. */
  readonly types: Readonly<Record<string, KustoType>>;
}

/** What a person can say about a file. */
export interface ShapeOptions {
  readonly table?: string;
  readonly zone?: string;
  readonly dateOrder?: 'day-first' | 'month-first';
}

/** `id` is equal for routings that are interchangeable, so that records of many files go into one batch. */
export interface NamedRouting extends RecordRouting {
  readonly id: string;
  /** Columns get their types from the first batch. */
  readonly isOpen?: boolean;
}

export type Detection =
  | {
      /** One sentence: what in the file says so. */
      readonly why: string;
      readonly routing: NamedRouting;
      readonly notes?: readonly string[];
      /** Numbers of records at which the service or the tool cuts such an export without saying so. */
      readonly cutAt?: readonly number[];
    }
  | {
      readonly why: string;
      /** What must be known before the file can be read. */
      readonly question: string;
    };

/** A form in which a service or a tool exports logs. */
export interface Shape {
  readonly id: string;
  readonly title: string;
  /** Undefined where the file is not of this shape. `forced`: a person says that it is. */
  detect(sample: Sample, options: ShapeOptions, forced: boolean): Detection | undefined;
  /** How the shape fills a table, as far as that does not depend on the file; undefined for tables that it does not fill. */
  mapping(table: string): TableMapping | undefined;
}

/** The value at a path whose keys may be spelled in any case. */
export function field(record: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined {
  let value = record;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const object = value as JsonObject;
    const found = Object.hasOwn(object, key)
      ? key
      : Object.keys(object).find((other) => other.toLowerCase() === key.toLowerCase());
    value = found === undefined ? undefined : object[found];
  }
  return value;
}

/** Share of the sample's records for which the test holds, 0 where there are none. */
export function share(sample: Sample, test: (record: JsonObject) => boolean): number {
  return sample.records.length === 0 ? 0 : sample.records.filter(test).length / sample.records.length;
}

/** All paths are there, in any case of their keys. */
export function has(record: JsonObject, ...keys: readonly string[]): boolean {
  return keys.every((key) => field(record, ...key.split('.')) !== undefined);
}

/** The CSV has all these columns, in any case. */
export function hasHeader(sample: Sample, ...names: readonly string[]): boolean {
  const header = new Set(sample.header.map((name) => name.trim().toLowerCase()));
  return names.every((name) => header.has(name.toLowerCase()));
}

const ordered = new WeakMap<TableMapping, Map<string, TableMapping>>();

/** The same routing for a file whose dates are in this order. */
export function inDateOrder(routing: NamedRouting, order: TableMapping['dateOrder']): NamedRouting {
  if (order === undefined) return routing;
  const inOrder = (mapping: TableMapping): TableMapping => {
    const known = ordered.get(mapping) ?? new Map<string, TableMapping>();
    ordered.set(mapping, known);
    const made = known.get(order) ?? {
      ...mapping,
      dateOrder: order,
      ...(mapping.holds ? { holds: mapping.holds.map(inOrder) } : {}),
    };
    known.set(order, made);
    return made;
  };
  return {
    ...routing,
    id: `${routing.id} ${order}`,
    route: (values) => {
      const mapping = routing.route(values);
      return mapping && inOrder(mapping);
    },
  };
}

/** A routing of one table. */
export function only(shape: string, id: string, mapping: TableMapping): NamedRouting {
  return { shape, id: `${shape} ${id}`, isOpen: mapping.open !== undefined, keys: [], route: () => mapping };
}
