import type { DatabaseSchema } from '../../domain/kustoType.ts';
import { Binder } from '../../kql/syntax/analyse.ts';
import type { InspectedQuery } from '../../kql/syntax/node.ts';
import { plainText } from '../../kql/syntax/places.ts';
import { type SchemaSource, schemaFor, STANDARD_COLUMNS } from './schemaSource.ts';

const KEPT_BINDERS = 24;

/** Binds queries against the part of a schema that they name; binders of the same part are used again. */
export class QueryInspector {
  readonly source: SchemaSource;
  readonly #binders = new Map<string, Binder>();

  constructor(source: SchemaSource) {
    this.source = source;
  }

  inspect(text: string): InspectedQuery {
    return { ...this.#binder(schemaFor(text, this.source)).inspect(this.#plain(text)), text };
  }

  /** As long as the text. A watchlist that is not known stays as it is written, so that it is found by its name. */
  #plain(text: string): string {
    const known = new Set(this.source.watchlists?.map(({ alias }) => alias));
    const { text: plain, watchlists } = plainText(text);
    return watchlists
      .filter(({ alias }) => !known.has(alias))
      .reduce(
        (all, { start, length }) =>
          all.slice(0, start) + text.slice(start, start + length) + all.slice(start + length),
        plain,
      );
  }

  #binder(schema: DatabaseSchema): Binder {
    const key = schema.tables.map(({ name }) => name).join();
    const known = this.#binders.get(key);
    if (known) return known;
    const tables = schema.tables.map((table) => ({
      ...table,
      columns: [
        ...table.columns,
        ...STANDARD_COLUMNS.filter(({ name }) => !table.columns.some((column) => column.name === name)),
      ],
    }));
    const { watchlists = [] } = this.source;
    const binder = new Binder({ ...schema, tables, watchlists });
    if (this.#binders.size >= KEPT_BINDERS) this.#binders.delete(this.#binders.keys().next().value ?? '');
    this.#binders.set(key, binder);
    return binder;
  }
}
