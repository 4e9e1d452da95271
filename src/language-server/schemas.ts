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
  private readonly notices = new Map<string, SchemaNotice>();
  private readonly known = new Map<string, KnownSchema>();

  update(notice: SchemaNotice): void {
    this.notices.set(notice.connection, notice);
    this.known.clear();
  }

  /** The connection's own tables and no other. */
  of(connection: string): KnownSchema {
    const notice = this.notices.get(connection);
    return notice ? this.make(`own ${connection}`, () => notice.schema, notice) : this.published(connection);
  }

  /** The connection's tables, and those that are published for Log Analytics: for files that are not run here alone. */
  published(connection: string): KnownSchema {
    const notice = this.notices.get(connection);
    return this.make(`published ${connection}`, () => withPublished(notice?.schema), notice);
  }

  private make(key: string, schema: () => DatabaseSchema, notice: SchemaNotice | undefined): KnownSchema {
    const known = this.known.get(key) ?? {
      editing: new EditingSchema(schema()),
      watchlists: (notice?.schema.watchlists ?? []).map(({ alias }) => alias),
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
