/** What the editor tells the language server beside LSP itself. All are notifications to the server. */
import type { DatabaseSchema } from '../domain/kustoType.ts';

/** The schema of a connection, whenever it was read anew; null once the connection is gone. */
export const SCHEMA = 'azimuth/schema';

export interface SchemaNotice {
  readonly connection: string;
  readonly schema: DatabaseSchema | null;
}

/** What documents are run with: sent for each cell of a notebook when it or a cell above changed, and for query files. */
export const CONTEXTS = 'azimuth/contexts';

export interface ContextNotices {
  readonly contexts: readonly ContextNotice[];
}

export interface ContextNotice {
  readonly uri: string;
  readonly connection: string;
  /** Statements that are put before a cell's text when it is run; null for a file, of which one query is run at a time. */
  readonly prelude: string | null;
}

/** The connection whose schema counts, with the published tables, where no context says otherwise. */
export const DEFAULT_CONNECTION = 'case';
