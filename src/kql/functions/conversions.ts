import { type ScalarEntry, sql } from './entry.ts';

/** The conversion itself is the parameter's: what reaches `lower` is already of that type. */
const to = (
  name: string,
  type:
    | 'bool'
    | 'int'
    | 'long'
    | 'real'
    | 'decimal'
    | 'string'
    | 'datetime'
    | 'timespan'
    | 'guid'
    | 'dynamic',
): ScalarEntry => sql(name, [type], '{0}');

export const CONVERSIONS_BY_NAME: readonly ScalarEntry[] = [
  to('tobool', 'bool'),
  to('toboolean', 'bool'),
  to('toint', 'int'),
  to('tolong', 'long'),
  to('todouble', 'real'),
  to('toreal', 'real'),
  to('todecimal', 'decimal'),
  to('tostring', 'string'),
  to('todatetime', 'datetime'),
  to('totimespan', 'timespan'),
  to('toguid', 'guid'),
];
