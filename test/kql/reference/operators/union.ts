import type { SyntaxNode } from '../../../../src/kql/syntax/node.ts';
import type { Env } from '../scope.ts';
import { elements, inner, operatorParameters } from '../syntax.ts';
import { unknown } from '../unknown.ts';
import { columnsOf, nullOf, type Table } from '../values.ts';

/** All rows of all tables; a column that a table lacks is null there. */
export function union(node: SyntaxNode, input: Table | undefined, env: Env): Table {
  const parameters = operatorParameters(node);
  for (const name of parameters.keys())
    if (name !== 'kind' && name !== 'withsource' && name !== 'isfuzzy') throw unknown(`union with ${name}`);
  // Kusto.Language lists the columns of an outer union there, so the reference has no schema of its own to go by.
  if (input && parameters.get('kind') === 'inner') throw unknown('the columns of a piped inner union');
  const source = parameters.get('withsource');
  const columns = columnsOf(node);
  const tables = elements(node, 'Expressions').map((expression) => {
    if (inner(expression).symbol?.kind === 'Group') throw unknown('a wildcard of tables');
    return {
      name: inner(expression).kind === 'NameReference' ? expression.symbol?.name : undefined,
      table: env.world.table(expression, env),
    };
  });
  if (source !== undefined && (input || tables.some(({ name }) => name === undefined)))
    throw unknown('the source of a table without a name');
  const all = [...(input ? [{ name: undefined, table: input }] : []), ...tables];
  const rows = all.flatMap(({ name, table }) => {
    const places = columns.map((column) => {
      const at = table.columns.findIndex((own) => own.name === column.name);
      const own = table.columns[at];
      if (own && own.type !== column.type) throw unknown('a column with several types');
      return at;
    });
    if (parameters.get('kind') !== 'inner')
      for (const own of table.columns)
        if (!columns.some((column) => column.name === own.name)) throw unknown('a column with several types');
    return table.rows.map((row) =>
      columns.map((column, c) =>
        column.name === source ? (name ?? '') : (row[places[c] ?? -1] ?? nullOf(column.type)),
      ),
    );
  });
  return { columns, rows };
}
