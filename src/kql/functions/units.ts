import { type Call, constantText } from '../plan/expr.ts';
import { type ScalarEntry, udf } from './entry.ts';

type Table = Readonly<Record<string, number>>;

const METRIC: Table = {
  Atto: 1e-18,
  Femto: 1e-15,
  Pico: 1e-12,
  Nano: 1e-9,
  Micro: 1e-6,
  Milli: 1e-3,
  Centi: 1e-2,
  Deci: 0.1,
  Deca: 10,
  Hecto: 100,
  Kilo: 1e3,
  Mega: 1e6,
  Giga: 1e9,
  Tera: 1e12,
  Peta: 1e15,
  Exa: 1e18,
};

function metric(unit: string, value = 1, power = 1): Table {
  const lower = unit.toLowerCase();
  return {
    [unit]: value,
    ...Object.fromEntries(
      Object.entries(METRIC).map(([prefix, size]) => [`${prefix}${lower}`, value * size ** power]),
    ),
  };
}

const FOOT = 0.3048;
const POUND = 0.45359237;
const SECONDS: Table = { Second: 1, Minute: 60, Hour: 3600 };

/** Sizes in the SI unit of each quantity. */
const LENGTH: Table = {
  ...metric('Meter'),
  Angstrom: 1e-10,
  AstronomicalUnit: 1.495978707e11,
  Chain: 20.1168,
  DataMile: 1828.8,
  Fathom: 1.8288,
  Foot: FOOT,
  Hand: 0.1016,
  Inch: 0.0254,
  Kiloyard: 914.4,
  LightYear: 9.46073047258e15,
  Mil: 2.54e-5,
  Mile: 1609.344,
  NauticalMile: 1852,
  Parsec: 3.08567758128e16,
  SolarRadius: 6.9551e8,
  Yard: 0.9144,
  Microinch: 2.54e-8,
};
const MASS: Table = {
  ...metric('Gram', 1e-3),
  Tonne: 1e3,
  Kilotonne: 1e6,
  Megatonne: 1e9,
  Pound: POUND,
  Kilopound: 1e3 * POUND,
  Megapound: 1e6 * POUND,
  Ounce: POUND / 16,
  Grain: POUND / 7000,
  Stone: 14 * POUND,
  ShortTon: 2000 * POUND,
  LongTon: 2240 * POUND,
  Slug: 14.593902937206,
  ShortHundredweight: 100 * POUND,
  LongHundredweight: 112 * POUND,
};
const FORCE: Table = {
  ...metric('Newton'),
  Dyn: 1e-5,
  KilogramForce: 9.80665,
  KiloPond: 9.80665,
  PoundForce: POUND * 9.80665,
  KilopoundForce: 1e3 * POUND * 9.80665,
  OunceForce: (POUND * 9.80665) / 16,
  Poundal: POUND * FOOT,
  TonneForce: 9806.65,
  ShortTonForce: 2000 * POUND * 9.80665,
};
const VOLUME: Table = {
  ...Object.fromEntries(
    Object.entries({ ...metric('Meter'), Foot: FOOT, Inch: 0.0254, Mile: 1609.344, Yard: 0.9144 }).map(
      ([unit, size]) => [`Cubic${unit}`, size ** 3],
    ),
  ),
  ...metric('Liter', 1e-3),
  AcreFoot: 1 / 0.000810714,
  UsGallon: 3.785411784e-3,
  ImperialGallon: 4.54609e-3,
  UsQuart: 9.46352946e-4,
  UsPint: 4.73176473e-4,
  OilBarrel: 0.158987294928,
};
const AREA: Table = {
  ...Object.fromEntries(
    Object.entries({
      ...metric('Meter'),
      Foot: FOOT,
      Inch: 0.0254,
      Mile: 1609.344,
      Yard: 0.9144,
      NauticalMile: 1852,
    }).map(([unit, size]) => [`Square${unit}`, size ** 2]),
  ),
  Acre: 4046.8564224,
  Hectare: 1e4,
};
/** Joules. */
const BRITISH_THERMAL_UNIT = 1055.05585262;
const ELECTRON_VOLT = 1.602176565e-19;

const ENERGY: Table = {
  ...metric('Joule'),
  Calorie: 4.184,
  Kilocalorie: 4184,
  Megacalorie: 4.184e6,
  ElectronVolt: ELECTRON_VOLT,
  KiloelectronVolt: 1e3 * ELECTRON_VOLT,
  MegaelectronVolt: 1e6 * ELECTRON_VOLT,
  GigaelectronVolt: 1e9 * ELECTRON_VOLT,
  TeraelectronVolt: 1e12 * ELECTRON_VOLT,
  BritishThermalUnit: BRITISH_THERMAL_UNIT,
  KilobritishThermalUnit: 1e3 * BRITISH_THERMAL_UNIT,
  MegabritishThermalUnit: 1e6 * BRITISH_THERMAL_UNIT,
  GigabritishThermalUnit: 1e9 * BRITISH_THERMAL_UNIT,
  WattHour: 3600,
  KilowattHour: 3.6e6,
  MegawattHour: 3.6e9,
  GigawattHour: 3.6e12,
  TerawattHour: 3.6e15,
  WattDay: 86_400,
  KilowattDay: 8.64e7,
  MegawattDay: 8.64e10,
  GigawattDay: 8.64e13,
  TerawattDay: 8.64e16,
  Erg: 1e-7,
  FootPound: 1.3558179483314004,
};
const SPEED: Table = {
  ...Object.fromEntries(
    Object.entries({ ...metric('Meter'), Foot: FOOT, Inch: 0.0254, Yard: 0.9144, Mile: 1609.344 }).flatMap(
      ([unit, size]) =>
        Object.entries(SECONDS).map(([time, seconds]) => [`${unit}Per${time}`, size / seconds]),
    ),
  ),
  Knot: 1852 / 3600,
  Mach: 340.29,
};

const DEGREE = Math.PI / 180;

/** In radians. */
const ANGLE: Table = {
  Radian: 1,
  Centiradian: 1e-2,
  Deciradian: 0.1,
  Milliradian: 1e-3,
  Microradian: 1e-6,
  Nanoradian: 1e-9,
  Degree: DEGREE,
  Millidegree: DEGREE / 1e3,
  Microdegree: DEGREE / 1e6,
  Nanodegree: DEGREE / 1e9,
  Arcminute: DEGREE / 60,
  Arcsecond: DEGREE / 3600,
  Gradian: Math.PI / 200,
  NatoMil: Math.PI / 3200,
  Revolution: 2 * Math.PI,
};

const QUANTITIES: Readonly<Record<string, Table>> = {
  angle: ANGLE,
  length: LENGTH,
  mass: MASS,
  force: FORCE,
  volume: VOLUME,
  area: AREA,
  energy: ENERGY,
  speed: SPEED,
};

/** To kelvin and back. */
const TEMPERATURES: Readonly<Record<string, readonly [number, number]>> = {
  Kelvin: [1, 0],
  DegreeCelsius: [1, 273.15],
  DegreeFahrenheit: [5 / 9, 459.67 * (5 / 9)],
  DegreeRankine: [5 / 9, 0],
  DegreeReaumur: [5 / 4, 273.15],
};

function temperature(value: number, from: string, to: string): number | null {
  const [a, b] = [TEMPERATURES[from], TEMPERATURES[to]];
  return a && b ? (value * a[0] + a[1] - b[1]) / b[0] : null;
}

function knownUnits(units: Readonly<Record<string, unknown>>): (call: Call) => string | undefined {
  return (call) => {
    const unknown = call.args
      .slice(1)
      .map(constantText)
      .find((unit) => unit === undefined || !(unit in units));
    return unknown === undefined && call.args.slice(1).every((arg) => constantText(arg) !== undefined)
      ? undefined
      : `${call.name}() is answered for constant units that it knows; ${unknown ?? 'this one'} is not among them.`;
  };
}

const SIZES = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];

function formatBytes(bytes: number, digits: bigint | null, unit: string | null): string {
  const at =
    unit === null
      ? largest(Math.abs(bytes))
      : SIZES.findIndex((size) => size.toLowerCase() === unit.toLowerCase());
  if (at < 0) return '';
  const scaled = bytes / 1024 ** at;
  const text = scaled.toFixed(Number(digits ?? 0n));
  return `${text.includes('.') ? text.replace(/\.?0+$/, '') : text} ${SIZES[at] ?? ''}`;
}

function largest(bytes: number): number {
  let at = 0;
  for (let left = bytes; left >= 1024 && at < SIZES.length - 1; left /= 1024) at++;
  return at;
}

export const UNITS: readonly ScalarEntry[] = [
  ...Object.entries(QUANTITIES).map(
    ([quantity, table]): ScalarEntry => ({
      ...udf(
        `convert_${quantity}`,
        ['real', 'string', 'string'],
        'real',
        (value: number, from: string, to: string) => {
          const [a, b] = [table[from], table[to]];
          return a !== undefined && b !== undefined ? (value * a) / b : null;
        },
      ),
      check: knownUnits(table),
    }),
  ),
  {
    ...udf('convert_temperature', ['real', 'string', 'string'], 'real', temperature),
    check: knownUnits(TEMPERATURES),
  },
  udf('format_bytes', ['real', 'long?', 'string?'], 'string', formatBytes),
];
