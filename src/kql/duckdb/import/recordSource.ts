import type { FieldPath } from '../../../domain/logMapping.ts';
import type { BatchSegment, RecordBatch } from '../../../domain/tableLoad.ts';
import { pointer, text } from './sqlText.ts';

/** DuckDB reads through buffers of twice this size, several per thread. */
const MIN_OBJECT_BYTES = 2 ** 20;

/**
 * Reads a batch into the connection's table `records`: `r` is the ordinal in the batch from 1, `j` the record, NULL
 * where a line is not JSON, `d` the SHA-256 of its text. Reading parses every record, and a load looks at each more than
 * once.
 */
export function readRecordsSql(batch: RecordBatch): string {
  const source =
    batch.digests === undefined
      ? `SELECT j, sha256(j::VARCHAR) AS d FROM (${sourceSql(batch)})`
      : `SELECT j, d FROM (${sourceSql(batch)}) POSITIONAL JOIN (${digestsSql(batch.digests)})`;
  return `CREATE OR REPLACE TEMP TABLE records AS SELECT row_number() OVER () AS r, j, d FROM (${source})`;
}

function digestsSql(path: string): string {
  return `SELECT d FROM read_csv(${text(path)}, header=false, delim=',', quote='', escape='', auto_detect=false, columns={d: 'VARCHAR'})`;
}

function sourceSql(batch: RecordBatch): string {
  return batch.kind === 'parquet'
    ? `SELECT to_json(t) AS j FROM read_parquet(${text(batch.path)}) t`
    : `SELECT json AS j FROM read_ndjson_objects(${text(batch.path)}, ignore_errors=true, maximum_object_size=${Math.max(MIN_OBJECT_BYTES, batch.longest + 1024)})`;
}

/** `SELECT r, raw, d, j` of the records that were read: `j` has objects in place of the texts at `unwrap`. */
export function numberedSql(unwrap: readonly FieldPath[]): string {
  return `SELECT r, j AS raw, d, ${unwrapped('j', unwrap)} AS j FROM records`;
}

/** Some producers write an inner object as JSON in a string. */
function unwrapped(json: string, paths: readonly FieldPath[]): string {
  let result = json;
  for (const path of paths) {
    const inner = `json_extract_string(${json}, ${text(pointer(path))})`;
    const patch = path.reduceRight((value, key) => `json_object(${text(key)}, ${value})`, `json(${inner})`);
    result = `CASE WHEN json_type(${json}, ${text(pointer(path))}) = 'VARCHAR' AND starts_with(${inner}, '{') AND json_valid(${inner}) THEN json_merge_patch(${result}, ${patch}) ELSE ${result} END`;
  }
  return result;
}

/** Columns f (digest), m (member), n (ordinal in the file) for each r of `from`. */
export function withSegments(from: string, segments: readonly BatchSegment[]): string {
  const [only] = segments;
  if (segments.length <= 1 && only)
    return `SELECT s.*, ${text(only.file)} AS f, ${text(only.member)} AS m, s.r + ${only.firstRecord - 1} AS n, 0 AS seg FROM (${from}) s`;
  let start = 1;
  const values = segments.map((segment, index) => {
    const row = `(${start}, ${index}, ${text(segment.file)}, ${text(segment.member)}, ${segment.firstRecord - start})`;
    start += segment.records;
    return row;
  });
  return `SELECT s.*, g.f, g.m, s.r + g.d AS n, g.seg FROM (${from}) s ASOF JOIN (VALUES ${values.join(', ')}) g(start, seg, f, m, d) ON s.r >= g.start`;
}
