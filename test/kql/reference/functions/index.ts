import { ARRAYS } from './arrays.ts';
import { BAGS } from './bags.ts';
import { CONDITIONALS } from './conditionals.ts';
import { CONVERSIONS } from './conversions.ts';
import { DATES } from './dates.ts';
import { ENCODINGS } from './encodings.ts';
import { MATHS } from './maths.ts';
import type { ReferenceFunction } from './define.ts';
import { STRINGS } from './strings.ts';

/** The scalar functions that this evaluator knows. */
export const FUNCTIONS: Readonly<Record<string, ReferenceFunction>> = {
  ...ARRAYS,
  ...BAGS,
  ...CONDITIONALS,
  ...CONVERSIONS,
  ...DATES,
  ...ENCODINGS,
  ...MATHS,
  ...STRINGS,
};
