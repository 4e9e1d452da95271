import type { KustoType } from '../../domain/kustoType.ts';
import type { Call, ElementOrder, Lowering } from '../plan/expr.ts';

/**
 * What a parameter's argument is converted to before it is printed: a Kusto type, `any` (left as it is), `result`
 * (the call's own type), `common` (the widest type among the `common` arguments), `number` (int, long, real or
 * decimal as it is; dynamic becomes real), `json` (any value as JSON text, null as JSON null).
 * `?` after it: may be left out. `...` before it (last one only): any number.
 */
export type Parameter =
  `${'' | '...'}${KustoType | 'any' | 'result' | 'common' | 'number' | 'json'}${'' | '?'}`;

/** SQL types in which user-defined functions take and give values. */
export type UdfType = 'VARCHAR' | 'BIGINT' | 'DOUBLE' | 'BOOLEAN' | 'INTEGER';

export type UdfValue = string | bigint | number | boolean | null;

/** A scalar function in TypeScript that SQL calls; `nulls` where it wants to see them (else null in, null out). */
export interface Udf {
  readonly name: string;
  readonly parameters: readonly UdfType[];
  readonly variadic?: UdfType;
  readonly returns: UdfType;
  readonly nulls: boolean;
  readonly run: (...args: never[]) => UdfValue;
  /** Loads what `run` needs; awaited before any statement that calls it. */
  readonly ready?: () => Promise<void>;
}

export interface ScalarEntry {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly lower: Lowering;
  /** Where the service's result type is not the one that Kusto.Language declares. */
  readonly returns?: KustoType;
  readonly udf?: Udf;
  /** The bound, where the answer is approximate by nature. */
  readonly approximate?: string;
  /** The bound of a call that is approximate for its arguments' types. */
  readonly bound?: (call: Call) => string | undefined;
  readonly elementOrder?: ElementOrder;
  /** Refuses calls whose constant arguments are not answered exactly: the reason, or undefined. */
  readonly check?: (call: Call) => string | undefined;
}

/** An entry that has no answer ('' for strings) where an optional argument is given and null. */
export function nullForNull(entry: ScalarEntry): ScalarEntry {
  const required = entry.parameters.filter((parameter) => !parameter.endsWith('?')).length;
  return {
    ...entry,
    lower: (args, call) => {
      const given = args.slice(required);
      if (given.length === 0) return entry.lower(args, call);
      const none = call.type === 'string' ? "''" : `NULL::${sqlType(call.type)}`;
      return `CASE WHEN ${given.map((arg) => `${arg} IS NULL`).join(' OR ')} THEN ${none} ELSE ${entry.lower(args, call)} END`;
    },
  };
}

/** An entry whose datetimes are null where they leave the years 1 to 9999, as those of `datetime_add()` are. */
export function withinYears(entry: ScalarEntry): ScalarEntry {
  return {
    ...entry,
    lower: (args, call) =>
      call.type === 'datetime' ? `kql_moment(${entry.lower(args, call)})` : entry.lower(args, call),
  };
}

/** An entry that says what becomes of the order inside of arrays. */
export function withOrder(elementOrder: ElementOrder, entry: ScalarEntry): ScalarEntry {
  return { ...entry, elementOrder };
}

/** An entry lowered to SQL: `{0}` … are the arguments, `{*}` all of them with commas. */
export function sql(
  name: string,
  parameters: readonly Parameter[],
  template: string | Lowering,
): ScalarEntry {
  return { name, parameters, lower: typeof template === 'string' ? fromTemplate(template) : template };
}

export function fromTemplate(template: string): Lowering {
  return (args) => fillTemplate(template, args);
}

export function fillTemplate(template: string, args: readonly string[]): string {
  return template.replace(/\{(\d+|\*)\}/g, (_, index: string) =>
    index === '*' ? args.join(', ') : (args[Number(index)] ?? 'NULL'),
  );
}

const UDF_TYPES: Readonly<Record<KustoType, UdfType>> = {
  bool: 'BOOLEAN',
  int: 'BIGINT',
  long: 'BIGINT',
  real: 'DOUBLE',
  decimal: 'VARCHAR',
  string: 'VARCHAR',
  datetime: 'BIGINT',
  timespan: 'BIGINT',
  guid: 'VARCHAR',
  dynamic: 'VARCHAR',
};

const SQL_TYPES: Readonly<Record<KustoType, string>> = {
  bool: 'BOOLEAN',
  int: 'INTEGER',
  long: 'BIGINT',
  real: 'DOUBLE',
  decimal: 'DECIMAL(38,12)',
  string: 'VARCHAR',
  datetime: 'BIGINT',
  timespan: 'BIGINT',
  guid: 'UUID',
  dynamic: 'VARCHAR',
};

export function sqlType(type: KustoType): string {
  return SQL_TYPES[type];
}

export interface UdfOptions {
  /** It wants to see nulls. */
  readonly nulls?: boolean;
  readonly ready?: Udf['ready'];
}

/**
 * An entry run in TypeScript. Optional arguments that a query leaves out arrive as null; with `nulls: false` a call is
 * null (or '' for strings) when any given argument is.
 */
export function udf(
  name: string,
  parameters: readonly Parameter[],
  returns: KustoType,
  run: (...args: never[]) => UdfValue,
  options: UdfOptions = {},
): ScalarEntry {
  const sqlName = `kql_${name}`;
  const types = parameters.map(udfTypeOf);
  const last = parameters.at(-1);
  const variadic = last?.startsWith('...') ? types.at(-1) : undefined;
  const fixed = variadic ? types.slice(0, -1) : types;
  const optional = parameters.some((p) => p.endsWith('?'));
  const nulls = (options.nulls ?? false) || optional;
  const strict = nulls && options.nulls !== true;
  const implementation = strict ? strictly(run, parameters) : run;
  return {
    name,
    parameters,
    udf: {
      name: sqlName,
      parameters: fixed,
      ...(variadic && { variadic }),
      returns: UDF_TYPES[returns],
      nulls,
      run: implementation,
      ...(options.ready && { ready: options.ready }),
    },
    lower: (args, call) => {
      const given = parameters
        .map((_, i) => args[i])
        .filter((_, i) => !(variadic && i === parameters.length - 1));
      const typed = given.map((arg, i) => castFor(arg, fixed[i] ?? 'VARCHAR', call.args[i]?.type));
      const rest = variadic ? args.slice(fixed.length).map((arg) => `(${arg})::${variadic}`) : [];
      return fromUdf(`${sqlName}(${[...typed, ...rest].join(', ')})`, returns, call.type);
    },
  };
}

function castFor(arg: string | undefined, type: UdfType, from: KustoType | undefined): string {
  if (arg === undefined) return `NULL::${type}`;
  return from !== undefined &&
    UDF_TYPES[from] === type &&
    from !== 'guid' &&
    from !== 'int' &&
    from !== 'decimal'
    ? arg
    : `(${arg})::${type}`;
}

function fromUdf(call: string, returns: KustoType, wanted: KustoType): string {
  if (returns === 'string') return `coalesce(${call}, '')`;
  return sqlType(wanted) === UDF_TYPES[returns] ? call : `(${call})::${sqlType(wanted)}`;
}

function udfTypeOf(parameter: Parameter): UdfType {
  const bare = parameter.replace('...', '').replace('?', '');
  if (bare === 'number') return 'DOUBLE';
  if (bare === 'json' || bare === 'any' || bare === 'result' || bare === 'common') return 'VARCHAR';
  return UDF_TYPES[bare as KustoType];
}

function strictly(
  run: (...args: never[]) => UdfValue,
  parameters: readonly Parameter[],
): (...args: never[]) => UdfValue {
  return (...args) =>
    args.some((arg: UdfValue, i) => arg === null && !(parameters[i]?.endsWith('?') ?? false))
      ? null
      : run(...args);
}
