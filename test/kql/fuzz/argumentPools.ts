import { scalarEntries } from '../../../src/kql/functions/table.ts';
import { quoted } from './literals.ts';

const texts = (...items: string[]): string[] => items.map(quoted);

const UNITS = texts('day', 'month', 'year', 'week', 'quarter', 'hour', 'minute', 'second', 'millisecond');
const PARTS = [...UNITS.filter((unit) => unit !== '"week"'), ...texts('week_of_year', 'dayofyear')];
const REGEXES = texts(
  'a',
  '[a-c]+',
  '(\\w)(\\w)',
  '\\d+',
  '^foo',
  'o$',
  'x|b',
  '\\s+',
  '[^a]+',
  '(a)(b)?',
  '\\b\\w+',
  'o\\b',
  '\\B\\w',
  '[[a-z]--[aeo]]+',
  '[[a-f]&&[^a-c]]',
);
const SMALL = ['1', '0', '2', '3', '-1', '-2', '5'];
const POSITIVE = ['1', '2', '3', '7', '16'];
const ZONES = texts('UTC', 'Europe/Brussels', 'US/Pacific');
const PATTERNS = texts('yyyy-MM-dd HH:mm:ss', 'yy/M/d', 'HH:mm:ss.fffffff', 'dd tt hh');
const WRITTEN_ADDRESSES = texts(
  '10.0.0.1',
  '10.0.0.0/8',
  '192.168.1.255',
  '1.2.3',
  '',
  'fe80::1',
  '127.0.0.1/32',
);

const POOLS: Readonly<Record<string, Readonly<Record<number, readonly string[]>>>> = {
  // Where it is false the query fails, which is what it is for.
  assert: { 0: ['true', '1 < 2'] },
  datetime_diff: { 0: UNITS },
  datetime_add: { 0: UNITS, 1: SMALL },
  datetime_part: { 0: PARTS },
  make_datetime: {
    0: ['2022', '1', '9999'],
    1: ['1', '12', '2'],
    2: ['1', '28', '31'],
    3: ['0', '23'],
    4: ['0', '59'],
    5: ['0', '1.5'],
  },
  make_timespan: { 0: ['1', '0', '23'], 1: ['0', '59'], 2: ['0', '1.5'] },
  format_datetime: { 1: PATTERNS },
  format_timespan: { 1: texts('hh:mm:ss', 'd.hh:mm', 's.fff') },
  datetime_utc_to_local: { 1: ZONES },
  datetime_local_to_utc: { 1: ZONES },
  MatchesRegexExpression: { 1: REGEXES },
  extract: { 0: REGEXES, 1: ['0', '1', '2'] },
  extract_all: { 0: REGEXES },
  replace_regex: { 1: REGEXES, 2: texts('', 'z', 'zz') },
  replace: { 0: REGEXES, 1: texts('', 'z') },
  indexof_regex: { 1: REGEXES, 2: SMALL, 3: SMALL, 4: POSITIVE },
  countof: { 1: REGEXES, 2: texts('normal', 'regex') },
  trim: { 0: REGEXES },
  trim_start: { 0: REGEXES },
  trim_end: { 0: REGEXES },
  split: { 1: texts(',', ' ', 'o', 'ab'), 2: ['0', '1', '2'] },
  substring: { 1: SMALL, 2: ['1', '0', '2', '10'] },
  indexof: { 2: SMALL, 3: SMALL, 4: POSITIVE },
  strrep: { 1: ['0', '1', '2', '3'] },
  repeat: { 1: ['0', '1', '3'] },
  range: { 0: SMALL, 1: ['3', '5', '0'], 2: ['1', '2'] },
  tohex: { 1: ['2', '8', '16'] },
  round: { 1: ['0', '1', '2'] },
  hash: { 1: ['7', '100'] },
  hash_xxhash64: { 1: ['7', '100'] },
  rand: { 0: ['10'] },
  array_slice: { 1: SMALL, 2: SMALL },
  array_split: { 1: ['1', '2', 'dynamic([1,3])'] },
  array_rotate_left: { 1: SMALL },
  array_rotate_right: { 1: SMALL },
  array_shift_left: { 1: SMALL },
  array_shift_right: { 1: SMALL },
  array_index_of: { 2: SMALL, 3: SMALL, 4: POSITIVE },
  binary_shift_left: { 1: ['1', '3', '40'] },
  binary_shift_right: { 1: ['1', '3', '40'] },
  extract_json: { 0: texts('$.a', '$.b[0]', '$') },
  extractjson: { 0: texts('$.a', '$.b[0]', '$') },
  parse_command_line: { 1: texts('windows') },
  has_any_index: { 1: ['dynamic(["a","foo"])', 'dynamic([])'] },
  replace_strings: { 1: ['dynamic(["a","b"])'], 2: ['dynamic(["x","y"])'] },
  bag_remove_keys: { 1: ['dynamic(["a"])', 'dynamic(["k","b"])'] },
  bag_has_key: { 1: texts('a', 'b', 'zz') },
  bag_set_key: { 1: texts('a', 'new') },
  parse_ipv4: { 0: WRITTEN_ADDRESSES },
  parse_ipv4_mask: { 0: WRITTEN_ADDRESSES, 1: ['24', '32', '0'] },
  parse_ipv6_mask: { 0: WRITTEN_ADDRESSES, 1: ['64', '120'] },
  ipv4_compare: { 0: WRITTEN_ADDRESSES, 1: WRITTEN_ADDRESSES, 2: ['24'] },
  ipv4_is_match: { 0: WRITTEN_ADDRESSES, 1: WRITTEN_ADDRESSES, 2: ['24'] },
  ipv4_is_in_range: { 0: WRITTEN_ADDRESSES, 1: WRITTEN_ADDRESSES },
  ipv4_is_private: { 0: WRITTEN_ADDRESSES },
  ipv4_netmask_suffix: { 0: WRITTEN_ADDRESSES },
  ipv6_compare: { 0: WRITTEN_ADDRESSES, 1: WRITTEN_ADDRESSES, 2: ['64'] },
  ipv6_is_match: { 0: WRITTEN_ADDRESSES, 1: WRITTEN_ADDRESSES, 2: ['64'] },
  convert_length: { 1: texts('Meter'), 2: texts('Kilometer', 'Mile') },
  convert_mass: { 1: texts('Kilogram'), 2: texts('Pound') },
  convert_force: { 1: texts('Newton'), 2: texts('Decanewton') },
  convert_volume: { 1: texts('CubicMeter'), 2: texts('Liter') },
  convert_area: { 1: texts('SquareMeter'), 2: texts('Hectare') },
  convert_energy: { 1: texts('Joule'), 2: texts('Calorie') },
  convert_speed: { 1: texts('MeterPerSecond'), 2: texts('KilometerPerHour') },
  convert_temperature: { 1: texts('Kelvin'), 2: texts('DegreeCelsius') },
  format_bytes: { 1: ['0', '2'], 2: texts('KB', 'MB') },
  dcount: { 1: ['2', '4'] },
  dcountif: { 2: ['2', '4'] },
  make_list: { 1: ['100', '2'] },
  makelist: { 1: ['100', '2'] },
  make_list_if: { 2: ['100', '2'] },
  make_set: { 1: ['100', '2'] },
  makeset: { 1: ['100', '2'] },
  make_set_if: { 2: ['100', '2'] },
  make_bag: { 1: ['100'] },
  make_bag_if: { 2: ['100'] },
  percentiles_array: { 1: ['5', '50'], 2: ['95'], 3: ['99'] },
  percentilew: { 2: ['50'] },
  percentilesw_array: { 2: ['50', '95'] },
  percentile: { 1: ['50', '5', '100', '0'] },
  unicode_codepoints_to_string: { 0: ['65', 'dynamic([66,67])'] },
  make_string: { 0: ['65', 'dynamic([66,67])'] },
  translate: { 0: texts('abc'), 1: texts('xyz') },
};

const LINES = ['dynamic({"type":"LineString","coordinates":[[0,0],[10,5],[12,-3]]})', 'd'];
const POLYGONS = ['dynamic({"type":"Polygon","coordinates":[[[0,0],[9,0],[9,8],[0,0]]]})', 'd'];
const LNG = ['r', '2.5', '-180.0', '181.0'];
const LAT = ['r', '1.5', '90.0', '-91.0'];

/** What the functions of geometries take: shapes first or after a position, by their names. */
function geometryPool(name: string): Readonly<Record<number, readonly string[]>> {
  const shape = name.includes('polygon') ? POLYGONS : LINES;
  // Of a valid shape with a radius it is refused, which only the rows can tell.
  if (/(line|polygon)_buffer$/.test(name)) return { 0: shape, 1: ['0', '-5.0'] };
  if (/^geo_(point|closest|distance|azimuth|angle)/.test(name))
    return { 0: LNG, 1: LAT, 2: /_on_|point_to_(line|polygon)|_in_polygon/.test(name) ? shape : LNG };
  if (name.includes('cell_')) return { 0: texts('8928308280fffff', '89c259', 'x'), 1: SMALL };
  if (name.startsWith('geo_geohash')) return { 0: texts('ezs42', 's', 'a') };
  if (name.endsWith('_array')) return { 0: shape.map((one) => `pack_array(${one})`) };
  if (/_2|_with_/.test(name)) return { 0: name.includes('line_with') ? LINES : shape, 1: shape };
  return name === 'geo_from_wkt' ? {} : { 0: shape, 1: ['5', '0.5'] };
}

for (const { name } of scalarEntries())
  if (name.startsWith('geo_')) Object.assign(POOLS, { [name]: geometryPool(name) });

for (const kind of ['day', 'week', 'month', 'year'])
  for (const end of ['startof', 'endof']) Object.assign(POOLS, { [`${end}${kind}`]: { 1: SMALL } });

/** Arguments that an entry takes as constants, or that mean something to it; none where any value will do. */
export function argumentPool(entry: string, index: number): readonly string[] {
  return POOLS[entry]?.[index] ?? [];
}
