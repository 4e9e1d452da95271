import type { KustoType } from '../../../../src/domain/kustoType.ts';
import { convert } from '../convert.ts';
import { raw, type ReferenceFunction } from './define.ts';
import { unknown } from '../unknown.ts';

const to = (type: KustoType): ReferenceFunction =>
  raw(([value]) => {
    if (!value) throw unknown('a conversion of nothing');
    return convert(value, type);
  });

export const CONVERSIONS: Readonly<Record<string, ReferenceFunction>> = {
  tobool: to('bool'),
  toboolean: to('bool'),
  toint: to('int'),
  tolong: to('long'),
  todouble: to('real'),
  toreal: to('real'),
  tostring: to('string'),
  todatetime: to('datetime'),
  totimespan: to('timespan'),
  toguid: to('guid'),
};
