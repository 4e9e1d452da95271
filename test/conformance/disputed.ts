const LOCO = 'loco-endtoendtests-';
const LOCO_FUNCTIONS = 'loco-simplefunctiontests-';
const TIE = 'Rows that tie on the sort keys; their order is not defined.';
const TERMS = 'That engine tests for a substring; has is a test for whole terms.';
const DAY_FIRST = 'Kusto reads month/day/year and no time before a date.';

/** Cases whose expectation is not Kusto's own behaviour, by id, each with the reason. None is of the oracle. */
export const DISPUTED: ReadonlyMap<string, string> = new Map([
  ['dex-query-isinf-function-00', 'The page prints the infinities as signs that are no value.'],
  ['dex-query-node-degree-out-01', 'The page shows the columns of another query.'],
  ['dex-query-node-id-00', 'The page shows other names than its query gives.'],
  ['dex-query-trim-function-02', 'The page shows the untrimmed text without its spaces.'],
  [`${LOCO}builtins_not_scalar-2`, 'The expectation is the source of an interpolated text.'],
  [
    `${LOCO}builtins_substring_scalar`,
    'The expectation keeps the indentation of the test; a negative start counts from the end.',
  ],
  [
    `${LOCO}builtins_dayofyear`,
    'The service answers long for the parts of a date (oracle: getyear, monthofyear).',
  ],
  [`${LOCO}join_rightouterjoin1`, TIE],
  ['loco-aggregationfunctiontests-bagpack_emptykeypairisskipped', 'An empty name is a name like any other.'],
  ['loco-datetimetests-todatetime', DAY_FIRST],
  ['loco-datetimetests-startofday', DAY_FIRST],
  ['loco-datetimetests-startofdaywithoffset', DAY_FIRST],
  ['loco-dynamictests-arrayreverse2', 'The expectation was cut at its first line.'],
  ['loco-dynamictests-arrayiff', 'Null inside of an array is printed as a text.'],
  ['loco-modulotests-modulonegativeint', 'Modulo is never negative (traps: -10 % -4 is 2).'],
  [`${LOCO_FUNCTIONS}hasany`, TERMS],
  [`${LOCO_FUNCTIONS}hasall`, TERMS],
]);
