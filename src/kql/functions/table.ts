import { ACTIVITY } from './activity.ts';
import type { AggregateEntry } from './aggregateEntry.ts';
import { AGGREGATES } from './aggregates.ts';
import { underOlderNames } from './aliases.ts';
import { ARITHMETIC } from './arithmetic.ts';
import { ARRAYS } from './arrays.ts';
import { BAGS, SETS } from './bags.ts';
import { COMPARISON } from './comparison.ts';
import { COMPONENTS } from './components.ts';
import { COMPRESSION } from './compression.ts';
import { CONDITIONAL } from './conditional.ts';
import { CONVERSIONS_BY_NAME } from './conversions.ts';
import { DATETIMES } from './datetimes.ts';
import { DATETIME_TEXT } from './datetimeText.ts';
import { DECIMALS } from './decimals.ts';
import { DYNAMICS } from './dynamics.ts';
import { ENCODINGS } from './encodings.ts';
import type { ScalarEntry, Udf } from './entry.ts';
import { FITTING } from './fitting.ts';
import { FUNNEL_COMPLETION } from './funnelCompletion.ts';
import { FUNNEL_SEQUENCE } from './funnelSequence.ts';
import { GEO } from './geo/index.ts';
import { HASHING } from './hashing.ts';
import { INTERNAL } from './internal.ts';
import { KEY_VALUES } from './keyValues.ts';
import { MATH } from './math.ts';
import { NETWORK } from './network.ts';
import { PARSING } from './parsing.ts';
import { PATTERNS } from './patterns.ts';
import { PERCENTILES } from './percentiles.ts';
import { POLYNOMIALS } from './polynomials.ts';
import { REDUCE } from './reduce.ts';
import { REGEX_PARTS } from './regexCalls.ts';
import { REGEX_MATCHES } from './regexMatches.ts';
import { REGEXES } from './regexes.ts';
import { SCANS } from './scan.ts';
import { SCHEMA_OF } from './schemaOf.ts';
import { SEARCH } from './search.ts';
import { SEQUENCES } from './sequences.ts';
import { SERIES } from './series.ts';
import { SERIES_DECOMPOSE } from './seriesDecompose.ts';
import { SERIES_PERIODS } from './seriesPeriods.ts';
import { SERIES_FOURIER } from './seriesFourier.ts';
import { SERIES_OUTLIERS } from './seriesOutliers.ts';
import { SKETCH_PARTS, SKETCHES } from './sketches.ts';
import { STATISTICS } from './statistics.ts';
import { STRINGS } from './strings.ts';
import { STRUCTURE } from './structure.ts';
import { UNITS } from './units.ts';
import { USER_AGENT } from './userAgent.ts';

/** The one table of scalar functions and operators (operators by their syntax kind). */
const CURRENT: readonly ScalarEntry[] = [
  ...ARITHMETIC,
  ...COMPARISON,
  ...CONDITIONAL,
  ...CONVERSIONS_BY_NAME,
  ...DATETIMES,
  ...DYNAMICS,
  ...MATH,
  ...SEARCH,
  ...STRINGS,
  ...STRUCTURE,
  ...STATISTICS,
  ...FITTING,
  ...SERIES,
  ...SERIES_DECOMPOSE,
  ...SERIES_FOURIER,
  ...SERIES_OUTLIERS,
  ...SERIES_PERIODS,
  ...POLYNOMIALS,
  ...REGEXES,
  ...PARSING,
  ...UNITS,
  ...DATETIME_TEXT,
  ...NETWORK,
  ...HASHING,
  ...ENCODINGS,
  ...SETS,
  ...BAGS,
  ...ARRAYS,
  ...GEO,
  ...SKETCHES,
  ...COMPRESSION,
  ...USER_AGENT,
];

const SCALARS: readonly ScalarEntry[] = [...CURRENT, ...underOlderNames(CURRENT)];

/** What only lowerings and plugins call. */
const INNER: readonly ScalarEntry[] = [
  ...INTERNAL,
  ...SCANS,
  ...KEY_VALUES,
  ...REDUCE,
  ...REGEX_PARTS,
  ...REGEX_MATCHES,
  ...PATTERNS,
  ...COMPONENTS,
  ...PERCENTILES,
  ...SKETCH_PARTS,
  ...ACTIVITY,
  ...SEQUENCES,
  ...FUNNEL_COMPLETION,
  ...FUNNEL_SEQUENCE,
  ...DECIMALS,
  SCHEMA_OF,
];

const byName = new Map([...SCALARS, ...INNER].map((entry) => [entry.name, entry]));
const aggregatesByName = new Map(AGGREGATES.map((entry) => [entry.name, entry]));

export function scalarEntry(name: string): ScalarEntry | undefined {
  return byName.get(name);
}

export function aggregateEntry(name: string): AggregateEntry | undefined {
  return aggregatesByName.get(name);
}

/** All entries of the table. */
export function scalarEntries(): readonly ScalarEntry[] {
  return SCALARS;
}

export function aggregateEntries(): readonly AggregateEntry[] {
  return AGGREGATES;
}

/** Every function that SQL may call back into. */
export function allUdfs(): Udf[] {
  return [...SCALARS, ...INNER].flatMap((entry) => (entry.udf ? [entry.udf] : []));
}
