import { AzimuthError } from '../../base/errors.ts';
import { nameReference, stringLiteral } from '../../domain/kqlLiteral.ts';
import type { ComparisonKeys, ResultHead } from '../../domain/result.ts';
import { viewRows } from './viewQuery.ts';
import { WHOLE_RESULT } from '../../domain/result.ts';

/**
 * KQL for what differs between two kept answers: rows of `after` alone (added), of `before` alone (missing), and, where
 * columns say which rows belong together, rows of which another column differs (changed, with what they were in `Before`).
 * Rows that occur several times are counted. Only columns that both have are compared.
 */
export function comparisonQuery(before: ResultHead, after: ResultHead, { columns }: ComparisonKeys): string {
  const shared = after.columns.flatMap(({ name, type }, index) => {
    const other = before.columns.findIndex((column) => column.name === name && column.type === type);
    return other < 0 ? [] : [{ name, before: `c${other}`, after: `c${index}` }];
  });
  if (shared.length === 0)
    throw new AzimuthError('result.nothing-shared', 'The two answers have no column in common.', {
      unharmed: 'both are as they were',
      next: ['Compare answers of the same query, run at two times or in two windows.'],
    });
  const missing = columns.filter((name) => !shared.some((column) => column.name === name));
  if (missing.length > 0)
    throw new AzimuthError('result.no-column', `Both answers need the column ${missing.join(', ')}.`);
  const isKey = (name: string): boolean => columns.length === 0 || columns.includes(name);
  const side = (name: 'before' | 'after', head: ResultHead): string => {
    const pack = (list: typeof shared): string =>
      list.length === 0
        ? '""'
        : `tostring(pack_array(${list.map((column) => `tostring(${column[name]})`).join(', ')}))`;
    return [
      `let ${name} = ${viewRows(head, WHOLE_RESULT)}`,
      `| extend k = ${pack(shared.filter((column) => isKey(column.name)))}`,
      `| extend v = ${pack(shared.filter((column) => !isKey(column.name)))}`,
      '| sort by k asc, v asc',
      '| extend occurrence = row_number(1, prev(k) != k)',
      `| project k = strcat(k, " ", tostring(occurrence)), v, ${shared.map((column, i) => `s${i} = ${column[name]}`).join(', ')};`,
    ].join('\n');
  };
  const values = shared.filter((column) => !isKey(column.name));
  const was = values.map((column) => `${stringLiteral(column.name)}, w${shared.indexOf(column)}`).join(', ');
  const named = shared.map((column, i) => `${nameReference(column.name)} = s${i}`).join(', ');
  const old = [
    'k',
    'was = v',
    ...values.map((column) => `w${shared.indexOf(column)} = s${shared.indexOf(column)}`),
  ];
  return [
    'set notruncation;',
    side('before', before),
    side('after', after),
    'union',
    '  (after | join kind=leftanti before on k | extend Change = "added", Before = dynamic(null)),',
    '  (before | join kind=leftanti after on k | extend Change = "missing", Before = dynamic(null)),',
    `  (after | join kind=inner (before | project ${old.join(', ')}) on k | where v != was | extend Change = "changed", Before = ${was === '' ? 'dynamic(null)' : `bag_pack(${was})`})`,
    '| sort by k asc, Change asc',
    `| project Change, ${named}, Before`,
  ].join('\n');
}
