import type { AnswerColumn, Cell } from '../../domain/answer.ts';
import { nameReference, stringLiteral } from '../../domain/kqlLiteral.ts';
import type { KustoType } from '../../domain/kustoType.ts';

/** Rows written out as KQL, so that an answer of one connection is a table on another one. */
export function datatable(columns: readonly AnswerColumn[], rows: readonly (readonly Cell[])[]): string {
  const types = columns.map(({ name, type }) => `${nameReference(name)}: ${storedAs(type)}`).join(', ');
  const values = rows.map((row) => columns.map(({ type }, i) => literal(row[i] ?? null, type)).join(', '));
  const dynamics = columns
    .filter(({ type }) => type === 'dynamic')
    .map(({ name }) => `${nameReference(name)} = parse_json(${nameReference(name)})`);
  const parse = dynamics.length === 0 ? '' : `\n| extend ${dynamics.join(', ')}`;
  return `datatable(${types}) [\n${values.join(',\n')}\n]${parse}`;
}

/** A literal of dynamic has no way to hold every text; a string has. */
function storedAs(type: KustoType): KustoType {
  return type === 'dynamic' ? 'string' : type;
}

function literal(cell: Cell, type: KustoType): string {
  if (type === 'dynamic') return cell === null ? '""' : stringLiteral(JSON.stringify(cell));
  if (type === 'string') return stringLiteral(typeof cell === 'string' ? cell : '');
  if (cell === null) return `${type}(null)`;
  const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
  if (type === 'real') return `real(${{ Infinity: '+inf', '-Infinity': '-inf', NaN: 'nan' }[text] ?? text})`;
  return type === 'bool' ? text : `${type}(${text})`;
}
