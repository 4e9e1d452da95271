import { AzimuthError } from '../../base/errors.ts';
import { type FilterCondition, hasOrder, readFilter } from '../../domain/columnFilter.ts';
import type { AnswerColumn } from '../../domain/answer.ts';
import { stringLiteral } from '../../domain/kqlLiteral.ts';
import type { KustoType } from '../../domain/kustoType.ts';
import { isNumeric, type ResultHead, type ResultView } from '../../domain/result.ts';

type Head = Pick<ResultHead, 'id' | 'columns' | 'statistics'>;

/** The table that a kept answer is to the engine. */
export function tableOf(id: string): string {
  return `result_${id}`;
}

/** KQL for the rows of a view, unordered. Rows are looked at with the engine that made them, by the same rules. */
export function viewRows(head: Head, view: ResultView): string {
  const wheres = [...view.filters.flatMap((filter) => filterText(head, filter.column, filter.text))];
  const search = searchText(head, view.search);
  if (search !== undefined) wheres.push(search);
  return [
    tableOf(head.id),
    `| where n < ${head.statistics.rows}`,
    ...wheres.map((where) => `| where ${where}`),
  ].join('\n');
}

/** The same with only the places of the rows, in the order of the view. */
export function viewPlaces(head: Head, view: ResultView): string {
  const keys = view.sort.map(({ column, descending }) => {
    const { type } = columnAt(head, column);
    const name = `c${column}`;
    return `${type === 'dynamic' ? `tostring(${name})` : name} ${descending ? 'desc' : 'asc'}`;
  });
  return `${viewRows(head, view)}\n| sort by ${[...keys, 'n asc'].join(', ')}\n| project n`;
}

/** Columns of rows by their places, with the keys of their events where asked for. */
export function pageQuery(head: Head, columns: readonly number[], places: Iterable<number>): string {
  const list = [...places];
  const first = Math.min(...list);
  const last = Math.max(...list);
  const dense = last - first + 1 === list.length;
  const among = dense ? '' : `\n| where n in (${list.join(', ')})`;
  const names = columns.map((column) => (columnAt(head, column), `c${column}`));
  return `set notruncation;\n${tableOf(head.id)}\n| where n >= ${first} and n <= ${last}${among}\n| project ${['n', ...names].join(', ')}`;
}

export function columnAt({ columns }: Pick<ResultHead, 'columns'>, index: number): AnswerColumn {
  const column = columns[index];
  if (column) return column;
  throw new AzimuthError('result.no-column', `The answer has no column ${index}.`);
}

/** A column's values as text, as a search reads them. */
export function textOfColumn(index: number, type: KustoType): string {
  return type === 'string' ? `c${index}` : `tostring(c${index})`;
}

function searchText({ columns }: Head, search: string): string | undefined {
  const text = asWritten(search.trim());
  if (text === '') return undefined;
  return columns
    .map(({ type }, index) => `${textOfColumn(index, type)} contains ${stringLiteral(text)}`)
    .join('\n    or ');
}

/** The grid shows times with a space where KQL writes a T. */
function asWritten(text: string): string {
  return text.replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T');
}

function filterText(head: Head, index: number, text: string): readonly string[] {
  const { name, type } = columnAt(head, index);
  const condition = readFilter(text, type);
  if (condition === undefined) return [];
  if (typeof condition === 'string')
    throw new AzimuthError('result.bad-filter', `The filter of ${name} cannot be used: ${condition}.`, {
      next: ['Write text, =text, !text, /regex/, >5 or 5..10.'],
    });
  return [conditionText(`c${index}`, type, condition)];
}

function conditionText(name: string, type: KustoType, condition: FilterCondition): string {
  const text = type === 'string' ? name : `tostring(${name})`;
  const empty = type === 'string' || type === 'dynamic' ? `isempty(${text})` : `isnull(${name})`;
  switch (condition.kind) {
    case 'empty':
      return empty;
    case 'filled':
      return `not(${empty})`;
    case 'contains':
      return `${text} contains ${stringLiteral(asWritten(condition.value))}`;
    case 'excludes':
      return `not(${text} contains ${stringLiteral(asWritten(condition.value))})`;
    case 'equals':
    case 'differs': {
      const equal = hasOrder(type)
        ? `${name} == ${literal(condition.value, type)}`
        : `${text} =~ ${stringLiteral(condition.value)}`;
      return condition.kind === 'equals' ? equal : `not(${equal})`;
    }
    case 'matches':
      return `${text} matches regex ${stringLiteral(condition.value)}`;
    case 'compares':
      return `${name} ${condition.sign} ${literal(condition.value, type)}`;
    case 'between':
      return `${name} >= ${literal(condition.from, type)} and ${name} <= ${literal(condition.to, type)}`;
  }
}

function literal(value: string, type: KustoType): string {
  if (type === 'datetime') return `todatetime(${stringLiteral(value.replace(' ', 'T'))})`;
  if (type === 'timespan') return `totimespan(${stringLiteral(value)})`;
  return isNumeric(type) ? `todouble(${stringLiteral(value)})` : stringLiteral(value);
}
