import type { Column } from '../../../domain/kustoType.ts';
import type { Watchlist } from '../../engine.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import type { Builder } from '../builder.ts';
import { columnExpr, literal } from '../expr.ts';
import { place } from '../namedValues.ts';
import { columnNamed, type Relation } from '../relation.ts';
import { fileRelation } from './externalData.ts';

/** What the service puts before a watchlist's own columns. */
const SERVICE_COLUMNS: readonly Column[] = [
  { name: '_DTItemId', type: 'string' },
  { name: 'LastUpdatedTimeUTC', type: 'datetime' },
  { name: 'SearchKey', type: 'string' },
];

export function watchlistColumns({ columns }: Watchlist): readonly Column[] {
  const own = new Set(SERVICE_COLUMNS.map(({ name }) => name));
  const names = [...new Set(columns)].filter((name) => name !== '' && !own.has(name));
  return [...SERVICE_COLUMNS, ...names.map((name) => ({ name, type: 'string' as const }))];
}

/** The rows of a watchlist's CSV. Which column is its search key only the service knows: here it is the first. */
export function watchlistRelation(builder: Builder, watchlist: Watchlist, node: SyntaxNode): Relation {
  const names = [...new Set(watchlist.columns)].filter((name) => name !== '');
  const rows = fileRelation(
    builder,
    {
      path: watchlist.path,
      format: 'csv',
      header: 'names',
      columns: names.map((name) => ({ name, type: 'string' })),
    },
    node,
  );
  const [first] = rows.columns;
  const placed = place(
    builder,
    watchlistColumns(watchlist).map(({ name, type }) => {
      const own = columnNamed(rows, name) ?? (name === 'SearchKey' ? first : undefined);
      return { name, expr: own ? builder.convert(columnExpr(own), type, node) : literal(type, null) };
    }),
  );
  return {
    ...rows,
    rel: placed.items.length > 0 ? { op: 'extend', input: rows.rel, items: placed.items } : rows.rel,
    columns: placed.columns,
  };
}
