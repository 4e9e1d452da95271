import { storedValueSql } from './storedPaths.ts';

/*
 * Kusto's arithmetic and conversions in SQL. Ticks are BIGINT counts of 100 ns since 0001-01-01; a macro's arguments
 * may be printed more than once, which the database folds into one evaluation.
 */
const EPOCH = '621355968000000000';

const MACROS: Readonly<Record<string, string>> = {
  'kql_timestamp(t)': `make_timestamp(((t) - ${EPOCH}) // 10 - CASE WHEN (t) < ${EPOCH} AND ((t) - ${EPOCH}) % 10 <> 0 THEN 1 ELSE 0 END)`,
  'kql_ticks(ts)': `(epoch_us(ts) * 10 + ${EPOCH})`,
  'kql_datetime_text(t)':
    "(lpad(date_part('year', kql_timestamp(t))::VARCHAR, 4, '0') || strftime(kql_timestamp(t), '-%m-%dT%H:%M:%S.%f') || ((t) % 10)::VARCHAR || 'Z')",
  'kql_start_of(unit, t, n)':
    "kql_ticks(date_trunc(unit, kql_timestamp(t)) + to_months((n * CASE unit WHEN 'year' THEN 12 ELSE 1 END)::INTEGER))",
  'kql_start_of_week(t)': '((t) - ((((t) // 864000000000) + 1) % 7) * 864000000000 - (t) % 864000000000)',
  'kql_bin(v, s)':
    'CASE WHEN (s) > 0 THEN CASE WHEN (v) % (s) < 0 THEN (v) - ((v) % (s) + (s)) ELSE (v) - (v) % (s) END END',
  'kql_bin_at(v, s, c)':
    'CASE WHEN (s) > 0 THEN CASE WHEN ((v) - (c)) % (s) < 0 THEN (v) - (((v) - (c)) % (s) + (s)) ELSE (v) - ((v) - (c)) % (s) END END',
  'kql_bin_real(v, s)': 'CASE WHEN (s) > 0 THEN floor((v) / (s)) * (s) END',
  'kql_mod(a, b)':
    'CASE WHEN (b) = 0 THEN NULL WHEN (a) % (b) < 0 THEN (a) % (b) + abs(b) ELSE (a) % (b) END',
  'kql_ticks_of_real(v)': 'TRY_CAST(trunc(v) AS BIGINT)',
  'kql_round(v, n)': 'CASE WHEN isfinite(v) THEN round(v, (n)::INTEGER) ELSE v END',
  'kql_ln(v)':
    "CASE WHEN (v) > 0 THEN ln(v) WHEN (v) = 0 THEN '-inf'::DOUBLE WHEN (v) IS NULL THEN NULL ELSE 'nan'::DOUBLE END",
  'kql_pow(a, b)': 'pow(a, b)',
  'kql_shift_left(a, b)':
    '((((a)::HUGEINT * (1::HUGEINT << abs((b) % 64)::INTEGER)) % 18446744073709551616::HUGEINT + 27670116110564327424::HUGEINT) % 18446744073709551616::HUGEINT - 9223372036854775808::HUGEINT)::BIGINT',
  'kql_real_to_long(v, lo, hi)':
    'CASE WHEN isfinite(v) AND trunc(v) BETWEEN lo AND hi THEN TRY_CAST(trunc(v) AS BIGINT) END',
  'kql_long_of(s)':
    "CASE WHEN regexp_full_match(s, '\\s*[+-]?\\d+\\s*') THEN TRY_CAST(trim(s) AS BIGINT) WHEN regexp_full_match(s, '\\s*0[xX][0-9a-fA-F]{1,16}\\s*') THEN TRY_CAST(trim(s) AS BIGINT) END",
  'kql_real_of(s)':
    "CASE WHEN regexp_full_match(s, '\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*') THEN TRY_CAST(trim(s) AS DOUBLE) WHEN regexp_full_match(lower(s), '\\s*([+-]?inf(inity)?|nan)\\s*') THEN TRY_CAST(trim(s) AS DOUBLE) END",
  'kql_bool_of(s)':
    "CASE WHEN lower(trim(s)) IN ('true', '1') THEN true WHEN lower(trim(s)) IN ('false', '0') THEN false WHEN kql_long_of(s) IS NOT NULL THEN kql_long_of(s) <> 0 END",
  'kql_decimal_text(d)': "regexp_replace(regexp_replace((d)::VARCHAR, '(\\.\\d*?)0+$', '\\1'), '\\.$', '')",
  'kql_real_json(r)': "CASE WHEN isfinite(r) THEN kql_real_text(r) ELSE '\"' || kql_real_text(r) || '\"' END",
  'kql_dynamic_text(d)':
    "CASE WHEN (d) IS NULL OR (d) = 'null' THEN '' WHEN starts_with(d, '\"') THEN json_extract_string(d, '$') WHEN starts_with(d, '{') OR starts_with(d, '[') THEN json(d)::VARCHAR ELSE d END",
  'kql_long_of_dynamic(d)':
    "CASE WHEN TRY_CAST(d AS BIGINT)::VARCHAR = d THEN TRY_CAST(d AS BIGINT) WHEN starts_with(d, '\"') THEN kql_long_of(json_extract_string(d, '$')) WHEN d = 'true' THEN 1 WHEN d = 'false' THEN 0 WHEN starts_with(d, '{') OR starts_with(d, '[') THEN NULL ELSE coalesce(kql_long_of(d), kql_real_to_long(TRY_CAST(d AS DOUBLE), -9223372036854775808, 9223372036854775807)) END",
  'kql_real_of_dynamic(d)':
    "CASE WHEN starts_with(d, '\"') THEN kql_real_of(json_extract_string(d, '$')) WHEN d = 'true' THEN 1 WHEN d = 'false' THEN 0 ELSE TRY_CAST(d AS DOUBLE) END",
  'kql_datetime_of(s)': 'kql_datetime_parse(s)',
  'kql_datetime_of_dynamic(d)':
    "CASE WHEN starts_with(d, '\"') THEN kql_datetime_parse(json_extract_string(d, '$')) ELSE kql_long_of(d) END",
  'kql_timespan_of_dynamic(d)':
    "CASE WHEN starts_with(d, '\"') THEN kql_timespan_of(json_extract_string(d, '$')) ELSE kql_long_of(d) END",
  'kql_moment(t)': 'CASE WHEN (t) BETWEEN 0 AND 3155378975999999999 THEN (t)::BIGINT END',
  'kql_from_unix(v, unit)': `kql_moment(CASE WHEN (unit) < 1 THEN (v)::HUGEINT // 100 ELSE (v)::HUGEINT * (unit)::BIGINT END + ${EPOCH})`,
  'kql_from_unix_real(v, unit)': `kql_moment(TRY_CAST(round((v) * (unit)) AS HUGEINT) + ${EPOCH})`,
  'kql_inside(t)': 'substr(t, 2, length(t) - 2)',
  'kql_path(d, p)': "nullif(json_extract(d, p)::VARCHAR, 'null')",
  'kql_stored(j)': storedValueSql('j'),
  'kql_stored_text(v)': "coalesce(substr(v, 2), '')",
  'kql_stored_dynamic(v)':
    "CASE WHEN starts_with(v, 's') THEN to_json(substr(v, 2))::VARCHAR ELSE substr(v, 2) END",
  'kql_stored_long(v)':
    "CASE WHEN starts_with(v, 'i') THEN TRY_CAST(substr(v, 2) AS BIGINT) WHEN starts_with(v, 's') THEN kql_long_of(substr(v, 2)) ELSE kql_long_of_dynamic(substr(v, 2)) END",
  'kql_stored_real(v)':
    "CASE WHEN starts_with(v, 'i') THEN TRY_CAST(substr(v, 2) AS DOUBLE) WHEN starts_with(v, 's') THEN kql_real_of(substr(v, 2)) ELSE kql_real_of_dynamic(substr(v, 2)) END",
  'kql_months(t)': "(date_part('year', kql_timestamp(t)) * 12 + date_part('month', kql_timestamp(t)))",
  'kql_datetime_diff(unit, a, b)': `CASE lower(unit)
    WHEN 'year' THEN date_part('year', kql_timestamp(a)) - date_part('year', kql_timestamp(b))
    WHEN 'quarter' THEN (date_part('year', kql_timestamp(a)) * 4 + date_part('quarter', kql_timestamp(a))) - (date_part('year', kql_timestamp(b)) * 4 + date_part('quarter', kql_timestamp(b)))
    WHEN 'month' THEN kql_months(a) - kql_months(b)
    WHEN 'week' THEN (kql_start_of_week(a) - kql_start_of_week(b)) // 6048000000000
    WHEN 'day' THEN (a) // 864000000000 - (b) // 864000000000
    WHEN 'hour' THEN (a) // 36000000000 - (b) // 36000000000
    WHEN 'minute' THEN (a) // 600000000 - (b) // 600000000
    WHEN 'second' THEN (a) // 10000000 - (b) // 10000000
    WHEN 'millisecond' THEN (a) // 10000 - (b) // 10000
    WHEN 'microsecond' THEN (a) // 10 - (b) // 10
    WHEN 'nanosecond' THEN ((a) - (b)) * 100 END::BIGINT`,
};

export function macroStatements(): string[] {
  return Object.entries(MACROS).map(([head, body]) => `CREATE OR REPLACE MACRO ${head} AS ${body}`);
}
