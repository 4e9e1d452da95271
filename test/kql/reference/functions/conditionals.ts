import { compare } from '../compare.ts';
import { convert } from '../convert.ts';
import { unknown } from '../unknown.ts';
import { nullOf, type Typed, type Value } from '../values.ts';
import { raw, typed, type ReferenceFunction } from './define.ts';

const one = (run: (value: Typed) => Value): ReferenceFunction =>
  raw(([value]) => {
    if (!value) throw unknown('a call without an argument');
    return run(value);
  }, true);

const isNull = ({ type, value }: Typed): boolean => type !== 'string' && value === null;
const isEmpty = ({ type, value }: Typed): boolean => {
  if (type === 'dynamic' && typeof value === 'object' && value !== null) return false;
  return value === '' || value === null;
};

/** The greatest or least; any value goes before null. */
const extreme = (sign: 1 | -1): ReferenceFunction =>
  raw((args, { type }) => {
    const values = args.map((arg) => convert(arg, type)).filter((value) => value !== null);
    return values.reduce<Value>((best, value) => {
      if (best === null) return value;
      const order = compare({ type, value }, { type, value: best });
      if (order === undefined || order === null) throw unknown('max_of, min_of with NaN');
      return order * sign > 0 ? value : best;
    }, null);
  });

const ofReal = (test: (value: number) => boolean): ReferenceFunction =>
  one((value) => {
    const real = convert(value, 'real');
    if (typeof real !== 'number') throw unknown('isnan, isinf, isfinite of null');
    return test(real);
  });

export const CONDITIONALS: Readonly<Record<string, ReferenceFunction>> = {
  isnull: one(isNull),
  isnotnull: one((value) => !isNull(value)),
  notnull: one((value) => !isNull(value)),
  isempty: one(isEmpty),
  isnotempty: one((value) => !isEmpty(value)),
  notempty: one((value) => !isEmpty(value)),
  not: typed(['bool'], ([value]) => !value),
  isnan: ofReal((value) => Number.isNaN(value)),
  isinf: ofReal((value) => value === Infinity || value === -Infinity),
  isfinite: ofReal((value) => Number.isFinite(value)),
  coalesce: raw((args, { type }) => {
    for (const arg of args) {
      const value = convert(arg, type);
      if (value !== null && !(type === 'string' && value === '')) return value;
    }
    return nullOf(type);
  }),
  max_of: extreme(1),
  min_of: extreme(-1),
};
