import type { DatabaseSchema } from '../domain/kustoType.ts';
import { EditingSchema } from '../kql/syntax/editing/queryEditor.ts';
import { tableNames, tableSchema } from '../logs/schemas/tableSchemas.ts';
import type { SchemaNotice } from './protocol.ts';

/** What texts are written against. */
export interface KnownSchema {
  readonly editing: EditingSchema;
  readonly watchlists: readonly string[];
}

/** What can be named, by connection. */
export class Schemas {
  private readonly own = new Map<string, DatabaseSchema>();
  private readonly known = new Map<string, KnownSchema>();

  update({ connection, schema }: SchemaNotice): void {
    if (schema) this.own.set(connection, schema);
    else this.own.delete(connection);
    this.known.clear();
  }

  /** The connection's own tables and no other; those that are published until its own are known. */
  of(connection: string): KnownSchema {
    const own = this.own.get(connection);
    return own ? this.make(`own ${connection}`, () => own) : this.published(connection);
  }

  /** The connection's tables, and those that are published for Log Analytics: for rules, which are not run here alone. */
  published(connection: string): KnownSchema {
    return this.make(`published ${connection}`, () => withPublished(this.own.get(connection)));
  }

  private make(key: string, read: () => DatabaseSchema): KnownSchema {
    const before = this.known.get(key);
    if (before) return before;
    const schema = read();
    const known = {
      editing: new EditingSchema(schema),
      watchlists: (schema.watchlists ?? []).map(({ alias }) => alias),
    };
    this.known.set(key, known);
    return known;
  }
}

function withPublished(own: DatabaseSchema | undefined): DatabaseSchema {
  const names = new Set(own?.tables.map(({ name }) => name));
  const others = tableNames()
    .filter((name) => !names.has(name))
    .flatMap((name) => tableSchema(name) ?? []);
  return {
    name: own?.name ?? 'Logs',
    tables: [...(own?.tables ?? []), ...others],
    functions: own?.functions ?? [],
    watchlists: own?.watchlists ?? [],
  };
}
