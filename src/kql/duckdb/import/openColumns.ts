import type { KustoType } from '../../../domain/kustoType.ts';
import type { ColumnMapping, FieldPath, OpenColumns, TableMapping } from '../../../domain/logMapping.ts';
import type { Sql } from './connection.ts';
import type { Spellings } from './spellings.ts';
import { pointer, text } from './sqlText.ts';

/** A field that no declared column is named after, and the column that it becomes. */
interface OpenField {
  readonly field: string;
  readonly column: string;
}

function columnName(field: string): string {
  const body = field.replace(/[^\p{L}\p{N}_]+/gu, '_').replace(/^_+|_+$/gu, '');
  const plain = `${field.startsWith('_') ? '_' : ''}${body}${field.endsWith('_') ? '_' : ''}`;
  return /^[\p{L}_]/u.test(plain) ? plain : `_${plain}`;
}

function openFields(mapping: TableMapping, open: OpenColumns, spellings: Spellings): readonly OpenField[] {
  const taken = new Set(mapping.columns.map(({ column }) => column.toLowerCase()));
  return spellings.keysOf([]).flatMap((field) => {
    const wanted = (Object.hasOwn(open.names, field) ? open.names[field] : undefined) ?? columnName(field);
    const declared = mapping.columns.some(
      ({ column, from }) =>
        column.toLowerCase() === wanted.toLowerCase() &&
        from.some((path) => path.length === 1 && spellings.resolve(path).some(([key]) => key === field)),
    );
    if (declared) return [];
    let column = wanted;
    for (let n = 2; taken.has(column.toLowerCase()); n++) column = `${wanted}_${n}`;
    taken.add(column.toLowerCase());
    return [{ field, column }];
  });
}

/** The open columns of a batch, their types from the mapping, the table as it is, or the batch's values. */
export async function openColumns(
  sql: Sql,
  mapping: TableMapping,
  spellings: Spellings,
  known: ReadonlyMap<string, KustoType>,
  records: string,
): Promise<readonly ColumnMapping[]> {
  const { open } = mapping;
  if (!open) return [];
  if (open.suffixed) return suffixedColumns(sql, mapping, open.suffixed, spellings, records);
  const fields = openFields(mapping, open, spellings);
  const typed = new Map<string, KustoType>();
  for (const { field, column } of fields) {
    const type = known.get(column) ?? (Object.hasOwn(open.types, field) ? open.types[field] : undefined);
    if (type) typed.set(field, type);
  }
  const untypedFields = fields.filter(({ field }) => !typed.has(field));
  const inferred = await inferTypes(
    sql,
    untypedFields.map(({ field }) => [field]),
    CANDIDATES,
    open.untyped,
    records,
  );
  const types = new Map(untypedFields.map(({ field }, i) => [field, inferred[i]]));
  return fields.map(({ field, column }) => ({
    column,
    type: typed.get(field) ?? types.get(field) ?? 'string',
    from: [[field]],
  }));
}

/** A member's column is `name_s`, `name_d`, … by the values of the batch, so a field that changes its type has several. */
async function suffixedColumns(
  sql: Sql,
  mapping: TableMapping,
  objects: readonly FieldPath[],
  spellings: Spellings,
  records: string,
): Promise<readonly ColumnMapping[]> {
  const read = mapping.columns.flatMap(({ from }) => from.flatMap((path) => spellings.resolve(path)));
  const isRead = (path: FieldPath): boolean =>
    read.some((other) => path.every((key, depth) => key.toLowerCase() === other[depth]?.toLowerCase()));
  const paths = objects
    .flatMap((object) => spellings.resolve(object))
    .flatMap((object) => spellings.keysOf(object).map((key) => [...object, key]))
    .filter((path) => !isRead(path));
  const types = await inferTypes(sql, paths, [...CANDIDATES, 'guid'], false, records);
  const taken = new Set(mapping.columns.map(({ column }) => column.toLowerCase()));
  return paths.flatMap((path, i): ColumnMapping[] => {
    const type = types[i];
    if (type === undefined) return [];
    const { letter, stored } = SUFFIXES[type] ?? TEXT;
    const column = `${columnName(path.at(-1) ?? '')}_${letter}`;
    if (taken.has(column.toLowerCase())) return [];
    taken.add(column.toLowerCase());
    return [{ column, type: stored, from: [path] }];
  });
}

/** The type of each field by its values: string where no candidate fits all of them, undefined where there are none. */
async function inferTypes(
  sql: Sql,
  paths: readonly FieldPath[],
  candidates: readonly KustoType[],
  untyped: boolean,
  records: string,
): Promise<readonly (KustoType | undefined)[]> {
  const types: (KustoType | undefined)[] = [];
  for (let start = 0; start < paths.length; start += 50) {
    const part = paths.slice(start, start + 50);
    const pointers = part.map((path) => text(pointer(path)));
    // All of them by one call: each call keeps the records that it parsed, however few of their bytes it takes.
    const values = part.map(
      (_, i) => `json_type(l[${i + 1}]) AS t${i}, nullif(json_extract_string(l[${i + 1}], '$'), '') AS v${i}`,
    );
    const tests = part.flatMap((_, i) => typeTests(i, untyped).map((test, k) => `${test} AS c${i}_${k}`));
    const [row] = await sql.rows(
      `SELECT ${tests.join(', ')} FROM (SELECT ${values.join(', ')} FROM (SELECT json_extract(j, [${pointers.join(', ')}]) AS l FROM (${records})))`,
    );
    for (const i of part.keys()) {
      const hasValues = typeof row?.[`c${i}_0`] === 'boolean';
      types.push(hasValues ? (candidates.find((_, k) => row[`c${i}_${k}`] === true) ?? 'string') : undefined);
    }
  }
  return types;
}

const CANDIDATES: readonly KustoType[] = ['bool', 'long', 'real', 'dynamic', 'datetime'];

interface Suffix {
  readonly letter: string;
  readonly stored: KustoType;
}

const TEXT: Suffix = { letter: 's', stored: 'string' };
const SUFFIXES: Partial<Readonly<Record<KustoType, Suffix>>> = {
  bool: { letter: 'b', stored: 'bool' },
  long: { letter: 'd', stored: 'real' },
  real: { letter: 'd', stored: 'real' },
  datetime: { letter: 't', stored: 'datetime' },
  guid: { letter: 'g', stored: 'string' },
};

/** For each candidate, and last for guid: every value that is there has this type. NULL where there is no value. */
function typeTests(i: number, untyped: boolean): readonly string[] {
  const all = (test: string): string => `bool_and(${test}) FILTER (v${i} IS NOT NULL)`;
  const bool = `t${i} = 'BOOLEAN'`;
  const whole = `t${i} IN ('BIGINT', 'UBIGINT') AND TRY_CAST(v${i} AS BIGINT) IS NOT NULL`;
  const number = `t${i} IN ('BIGINT', 'UBIGINT', 'DOUBLE', 'HUGEINT')`;
  const nested = `t${i} IN ('OBJECT', 'ARRAY')`;
  const date = `regexp_matches(v${i}, '^\\d{4}-\\d{2}-\\d{2}[T ]\\d{1,2}:\\d{2}') AND az_iso(v${i}) IS NOT NULL`;
  const guid = `regexp_full_match(v${i}, '(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')`;
  if (!untyped)
    return [
      all(bool),
      all(whole),
      all(number),
      `bool_or(${nested}) FILTER (v${i} IS NOT NULL)`,
      all(date),
      all(guid),
    ];
  // A leading zero or plus is an identifier's, not a number's.
  return [
    all(`lower(v${i}) IN ('true', 'false')`),
    all(`regexp_matches(v${i}, '^(0|-?[1-9]\\d{0,17})$')`),
    all(`regexp_matches(v${i}, '^-?(0|[1-9]\\d{0,15})(\\.\\d+)?([eE][+-]?\\d{1,3})?$')`),
    all(`regexp_matches(v${i}, '^[\\[{]') AND json_valid(v${i})`),
    all(date),
  ];
}
