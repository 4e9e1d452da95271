import type { KustoType } from './kustoType.ts';

/**
 * Keys from the root of a record to a value. A record's own spelling may differ in case; where it has a key in
 * several cases, the spelling given here wins. A decimal key also means an index of an array.
 */
export type FieldPath = readonly string[];

/** `type` is all of its levels in capitals, as AzureDiagnostics has it. */
export type ResourcePart = 'subscription' | 'group' | 'provider' | 'type' | 'name';

/** What is done to a source's text before it is read as the column's type. An unknown word stays as it is. */
export type Reading =
  | { readonly op: 'words'; readonly words: Readonly<Record<string, string>> }
  /** `truePositive` → `TruePositive` */
  | { readonly op: 'capital' }
  | { readonly op: 'lower' }
  /** `Succeeded.Created` → `Created`; all of it where there is no dot. */
  | { readonly op: 'after-dot' }
  /** One part of an Azure resource id, '' where it has none. */
  | { readonly op: 'resource-part'; readonly part: ResourcePart }
  /**
   * The n-th of a separated list, from 0 (or from its end, -1 the last); `epoch`: a count of seconds since 1970, or of milliseconds where it exceeds
   * 10^11.
   */
  | {
      readonly op: 'split';
      readonly separator: string;
      readonly index: number;
      readonly words?: Readonly<Record<string, string>>;
      readonly epoch?: true;
    }
  /** Text in local time without a zone; `zone` is an IANA name or an offset `+hh:mm`. */
  | { readonly op: 'local-time'; readonly zone: string }
  /**
   * The member's text where PowerShell wrote an object as `@{value=…; localizedValue=…}`; a type's name in place of one is none, other texts stay.
   * `number`: what is no whole number then is none.
   */
  | {
      readonly op: 'member';
      readonly member: string;
      readonly number?: true;
      readonly words?: Readonly<Record<string, string>>;
    }
  /** JSON for exports that flattened it. What has no value is left out, and so is what it would have been in. */
  | { readonly op: 'template'; readonly template: Template };

/** JSON to be made of texts: a field's text, an object of such, or a list of such. */
export type Template =
  | FieldPath
  /** One part of a separated text, counted from its end: -1 is the last. */
  | { readonly of: FieldPath; readonly separator: string; readonly index: number }
  /** A member of each object in a list. */
  | { readonly each: FieldPath; readonly member: string }
  | { readonly object: Readonly<Record<string, Template>> }
  | { readonly list: readonly Template[] };

/** Every field that a template reads. */
export function templatePaths(template: Template): readonly FieldPath[] {
  if ('list' in template) return template.list.flatMap(templatePaths);
  if ('of' in template) return [template.of];
  if ('each' in template) return [template.each];
  return 'object' in template ? Object.values(template.object).flatMap(templatePaths) : [template];
}

export interface ColumnMapping {
  readonly column: string;
  readonly type: KustoType;
  /**
   * The first that has a value wins; empty with `constant` and with a template. A path that another one goes on from
   * counts only where its value is no object.
   */
  readonly from: readonly FieldPath[];
  readonly reading?: Reading;
  readonly constant?: string;
}

/**
 * One part of an event's identity: a mapped column, or a field of the record that has no column.
 * `milliseconds` cuts a datetime so that shapes of different precision agree; `steps` reads a list of steps as one
 * letter each (did it succeed?). An optional part tells versions of one event apart where both sides have it and
 * stands for any value where one has not.
 */
export interface IdentityPart {
  readonly column?: string;
  readonly path?: FieldPath;
  readonly as: 'text' | 'milliseconds' | 'steps';
  readonly optional: boolean;
}

/** Alternatives in order: the first whose mandatory parts all have a value names the event. */
export type Identity = readonly (readonly IdentityPart[])[];

/** One array of records inside the record is unrolled to a row each; the fields of the outer levels are kept. */
export interface UnrollStep {
  readonly list: FieldPath;
  /** Name in the unrolled record ← field of this level. */
  readonly keep: Readonly<Record<string, FieldPath>>;
}

export interface OpenColumns {
  /** By field; other columns get the narrowest type that all values of the first batch fit. */
  readonly types: Readonly<Record<string, KustoType>>;
  /** By field; other columns are named like their fields, with `_` for what is not a letter, digit or `_`. */
  readonly names: Readonly<Record<string, string>>;
  /** The source has no types (CSV), so that texts are looked into for numbers and the like. */
  readonly untyped: boolean;
  /** Objects whose members become columns in place of the root's fields, named with a letter for their type as AzureDiagnostics names them. */
  readonly suffixed?: readonly FieldPath[];
}

/** How a record becomes a row of one table. Plain data, so that field lineage can be read off it. */
export interface TableMapping {
  readonly table: string;
  readonly columns: readonly ColumnMapping[];
  /** Column whose value a row must be able to read when the record has one; a row that cannot is a reject. */
  readonly time?: string;
  readonly identity?: Identity;
  /**
   * What tells two records of one file with one identity apart: their texts, or (for exports that wrap a record in
   * fields of their own) only their columns.
   */
  readonly versionsBy?: 'record' | 'columns';
  /** The last step's elements are texts and become the field `item`. */
  readonly unroll?: readonly UnrollStep[];
  /** The rows are the objects in this list of the record. Each has a text of its own as raw record and must have a time. */
  readonly within?: FieldPath;
  /** Rows of other tables that the record has inside; each mapping says where (`within`). */
  readonly holds?: readonly TableMapping[];
  /** Fields of the record's root that no column is named after become columns too. */
  readonly open?: OpenColumns;
  /** Order of the numbers of a date such as 3/4/2026. */
  readonly dateOrder?: 'day-first' | 'month-first';
}

/** What a record is sorted to tables by; each is read as lower-case text, '' where it is missing. */
export type RouteKey =
  | { readonly path: FieldPath; readonly as: 'value' }
  /** 'true' or ''. */
  | { readonly path: FieldPath; readonly as: 'present' }
  /** `microsoft.storage/storageaccounts/blobservices` of an Azure resource id. */
  | { readonly path: FieldPath; readonly as: 'resource-type' };

export interface RecordRouting {
  readonly shape: string;
  readonly keys: readonly RouteKey[];
  /** The mapping for records with these values of `keys`; undefined where no table takes them. */
  route(values: readonly string[]): TableMapping | undefined;
}
