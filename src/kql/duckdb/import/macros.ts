import { MAX_DATETIME_TICKS, UNIX_EPOCH_TICKS } from '../../../base/ticks.ts';

/*
 * A macro's arguments are pasted in wherever they are named, so what is long and named often goes through a lambda,
 * which evaluates it once.
 */
const EPOCH = String(UNIX_EPOCH_TICKS);
const SPACE = '[\\s\\x{00A0}\\x{202F}]';
/** A clock, with the half of the day behind it, and a zone. */
const CLOCK = `(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?${SPACE}*([AaPp])?\\.?${SPACE}*(?:[Mm]\\.?)?${SPACE}*(?:UTC|GMT)?(Z|[+\\-]\\d{2}:?\\d{2})?$`;
const NUMERIC_DATE = `^(\\d{1,2})([/.\\-])${SPACE}?(\\d{1,2})[/.\\-]${SPACE}?(\\d{4})\\.?(?:${SPACE}г\\.)?,?${SPACE}+${CLOCK}`;
/** `2026/3/4 13:02:03`, `2026. 3. 4. 13:02:03`, `2026-03-04, 1:02:03 p.m.` */
const YEAR_DATE = `^(\\d{4})[/.\\-]${SPACE}?(\\d{1,2})[/.\\-]${SPACE}?(\\d{1,2})\\.?,?${SPACE}+${CLOCK}`;
const WEEKDAY = `(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?${SPACE}+)?`;
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
/** `Mar 1, 2026 10:11:12 AM`, as the Defender portal writes; PowerShell and JavaScript put the day of the week before it. */
const WORD_DATE = `^(?i)${WEEKDAY}${MONTH} (\\d{1,2}),? (\\d{4}),?${SPACE}+${CLOCK}`;
/** `Sun, 1 Mar 2026 10:11:12 GMT`, as mail and HTTP have it. */
const DAY_WORD_DATE = `^(?i)${WEEKDAY}(\\d{1,2})[ \\-]${MONTH}[ \\-](\\d{4}),?${SPACE}+${CLOCK}`;
const TIMESPAN = '^(-?)(?:(\\d{1,8})\\.)?(\\d{1,2}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,7}))?$';

/** What spreadsheets of other languages make of true and false. */
const TRUE_WORDS =
  "'wahr', 'vrai', 'verdadero', 'verdadeiro', 'vero', 'waar', 'prawda', 'sant', 'sand', 'tosi'";
const FALSE_WORDS = "'falsch', 'faux', 'falso', 'onwaar', 'fałsz', 'falskt', 'falsk', 'epätosi'";

/** What PowerShell writes in place of an object that it does not go into. */
const TYPE_NAME = '(System\\.(Object|String|Collections)|Microsoft\\.(Graph|Azure|Exchange|Open)\\.)\\S*';

/** In an order in which each uses only earlier ones. */
const MACROS: Readonly<Record<string, string>> = {
  'az_in_range(n)': `CASE WHEN n BETWEEN 0 AND ${MAX_DATETIME_TICKS} THEN n END`,
  'az_far(t)': `CASE WHEN regexp_matches(t, '^\\d{4}-\\d{2}-\\d{2}([T ]|$)') THEN list_transform(
    [epoch_us(TRY_CAST(t AS TIMESTAMPTZ)) * 10 + ${EPOCH} + coalesce(TRY_CAST(regexp_extract(t, '\\.\\d{6}(\\d)', 1) AS BIGINT), 0)],
    lambda n: az_in_range(n))[1] END`,
  // Years 1678 to 2261 at once and exactly: TIMESTAMP_NS knows fractions to nine digits, Z and offsets.
  'az_iso(t)': `CASE WHEN t >= '0' AND t < ':' THEN coalesce(epoch_ns(TRY_CAST(t AS TIMESTAMP_NS)) // 100 + ${EPOCH}, az_far(t)) END`,
  // No order: only a date with one reading is read.
  'az_day_first(d, o)': `CASE WHEN d.a = d.b OR o = 'day-first' THEN true WHEN o = 'month-first' THEN false
    WHEN d.sep = '.' OR d.a::INT > 12 THEN true WHEN d.b::INT > 12 THEN false END`,
  'az_iso_text(d, day, month)': `d.y || '-' || lpad(month, 2, '0') || '-' || lpad(day, 2, '0') || 'T'
    || lpad(CASE lower(d.p) WHEN 'p' THEN (d.h::INT % 12 + 12)::VARCHAR WHEN 'a' THEN (d.h::INT % 12)::VARCHAR ELSE d.h END, 2, '0')
    || ':' || d.i || ':' || CASE d.s WHEN '' THEN '00' ELSE d.s END || CASE d.f WHEN '' THEN '' ELSE '.' || d.f END || d.z`,
  'az_numeric_date(t, o)': `list_transform(list_transform(
    [regexp_extract(t, '${NUMERIC_DATE}', ['a', 'sep', 'b', 'y', 'h', 'i', 's', 'f', 'p', 'z'])],
    lambda d: CASE WHEN d.y = '' THEN NULL WHEN az_day_first(d, o) THEN az_iso_text(d, d.a, d.b)
      WHEN NOT az_day_first(d, o) THEN az_iso_text(d, d.b, d.a) END),
    lambda s: az_iso(s))[1]`,
  'az_word_iso(d)': `CASE WHEN d.y <> '' THEN az_iso_text(d, d.b,
    ((instr('janfebmaraprmayjunjulaugsepoctnovdec', lower(d.m)) + 2) // 3)::VARCHAR) END`,
  'az_word_date(t)': `list_transform([coalesce(
      list_transform([regexp_extract(t, '${WORD_DATE}', ['m', 'b', 'y', 'h', 'i', 's', 'f', 'p', 'z'])], lambda d: az_word_iso(d))[1],
      list_transform([regexp_extract(t, '${DAY_WORD_DATE}', ['b', 'm', 'y', 'h', 'i', 's', 'f', 'p', 'z'])], lambda d: az_word_iso(d))[1])],
    lambda s: az_iso(s))[1]`,
  'az_year_date(t)': `list_transform(list_transform(
    [regexp_extract(t, '${YEAR_DATE}', ['y', 'a', 'b', 'h', 'i', 's', 'f', 'p', 'z'])],
    lambda d: CASE WHEN d.y <> '' THEN az_iso_text(d, d.b, d.a) END),
    lambda s: az_iso(s))[1]`,
  // Clocks with dots (13.02.03) and halves of the day before the clock, as some languages have them.
  'az_clock(t)': `regexp_replace(regexp_replace(regexp_replace(t,
    '(${SPACE})(?:klo )?(\\d{1,2})\\.(\\d{2})\\.(\\d{2})', '\\1\\2:\\3:\\4'),
    '(?:上午|오전)${SPACE}*([\\d:.,]+)', '\\1 AM'), '(?:下午|오후)${SPACE}*([\\d:.,]+)', '\\1 PM')`,
  'az_epoch(t)': `CASE WHEN abs(TRY_CAST(t AS DOUBLE)) < 4e14 THEN az_in_range(
    TRY_CAST(TRY_CAST(t AS DECIMAL(38, 7)) * CASE WHEN abs(TRY_CAST(t AS DOUBLE)) > 1e11 THEN 10000 ELSE 10000000 END AS BIGINT) + ${EPOCH}) END`,
  'az_loose(t, o)': `CASE
    WHEN starts_with(t, '/Date(') THEN az_in_range(TRY_CAST(regexp_extract(t, '^/Date\\((-?\\d{1,15})', 1) AS BIGINT) * 10000 + ${EPOCH})
    WHEN regexp_matches(t, '^\\d{4}[^\\d]') THEN coalesce(
      list_transform([regexp_replace(t, '\\s+(?:UTC|GMT|([+-]\\d{2}:?\\d{2}))$', '\\1')], lambda s: az_iso(s))[1],
      az_year_date(t))
    WHEN regexp_matches(t, '^(\\d{10}(\\.\\d{1,9})?|\\d{13})$') THEN az_epoch(t)
    WHEN t >= 'A' OR regexp_matches(t, '^\\d{1,2}[ \\-][A-Za-z]') THEN az_word_date(regexp_replace(t, ' \\([^)]*\\)$', ''))
    WHEN t <> '' THEN az_numeric_date(t, o) END`,
  'az_datetime(t, o)':
    'coalesce(az_iso(t), list_transform([az_clock(trim(t))], lambda s: az_loose(s, o))[1])',
  'az_local(n, zone)': `epoch_us(timezone(zone, make_timestamp((n - ${EPOCH}) // 10))) * 10 + ${EPOCH} + n % 10`,
  'az_timespan(t)': `list_transform([regexp_extract(t, '${TIMESPAN}', ['sign', 'd', 'h', 'i', 's', 'f'])], lambda d:
    CASE WHEN d.h <> '' THEN (CASE d.sign WHEN '-' THEN -1 ELSE 1 END)
    * (((coalesce(TRY_CAST(d.d AS BIGINT), 0) * 24 + d.h::BIGINT) * 60 + d.i::BIGINT) * 600000000 + d.s::BIGINT * 10000000 + rpad(d.f, 7, '0')::BIGINT) END)[1]`,
  'az_bool(t)': `coalesce(TRY_CAST(t AS BOOLEAN), CASE WHEN lower(t) IN (${TRUE_WORDS}) THEN true WHEN lower(t) IN (${FALSE_WORDS}) THEN false END)`,
  'az_whole(t)': `CASE WHEN regexp_matches(t, '[.eE]')
    THEN CASE WHEN TRY_CAST(t AS DOUBLE) = trunc(TRY_CAST(t AS DOUBLE)) THEN TRY_CAST(TRY_CAST(t AS DOUBLE) AS BIGINT) END
    ELSE TRY_CAST(t AS BIGINT) END`,
  // A dynamic that an export wrote as JSON in a string is unwrapped; other strings stay JSON strings.
  'az_dynamic_text(s, j)': `CASE WHEN s = '' OR regexp_full_match(s, '${TYPE_NAME}') THEN NULL
    WHEN regexp_matches(s, '^\\s*[\\[{]') AND json_valid(s) THEN json(s)::VARCHAR ELSE j END`,
  'az_dynamic(j)': `CASE WHEN j IS NULL OR j = 'null' THEN NULL
    WHEN starts_with(j, '"') THEN list_transform([json_extract_string(j, '$')], lambda s: az_dynamic_text(s, j))[1] ELSE j END`,
  'az_scalar(t)': `CASE WHEN starts_with(t, '{') THEN NULL ELSE t END`,
  'az_member(t, member)': `CASE WHEN starts_with(t, '@{') THEN regexp_extract(t, '(?i)[{;] ?' || member || '=([^;}]*)', 1)
    WHEN regexp_full_match(t, '${TYPE_NAME}') THEN '' ELSE t END`,
  // One letter a step; a step that does not say whether it succeeded is n.
  'az_steps(t)': `CASE WHEN starts_with(t, '[') AND json_valid(t) THEN array_to_string(list_transform(
    from_json(t, '[{"succeeded":"VARCHAR"}]'), lambda e: coalesce(lower(substr(e.succeeded, 1, 1)), 'n')), '') END`,
  // Separators of a key (see identitySql.ts) never come from a value.
  'az_key_part(v)': `list_transform([v], lambda p: CASE WHEN contains(p, '~') OR contains(p, ';') OR contains(p, '!') OR contains(p, '#')
    THEN md5(p) ELSE p END)[1]`,
  'az_milliseconds(n)': `(n - ${EPOCH}) // 10000`,
};

export const IMPORT_MACROS: readonly string[] = Object.entries(MACROS).map(
  ([head, body]) => `CREATE OR REPLACE MACRO ${head} AS ${body}`,
);
