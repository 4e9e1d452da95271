/** What the editor tells the language server beside LSP itself. All are notifications to the server. */
import type { DatabaseSchema } from '../domain/kustoType.ts';

/** The schema of a connection, whenever it was read anew. */
export const SCHEMA = 'azimuth/schema';

export interface SchemaNotice {
  readonly connection: string;
  readonly schema: DatabaseSchema;
}

/** What a document is run with: sent for each cell of a notebook when it or a cell above changed. */
export const CONTEXT = 'azimuth/context';

export interface ContextNotice {
  readonly uri: string;
  readonly connection: string;
  /** Statements that are put before the document's text when it is run. */
  readonly prelude: string;
}

/** The connection whose schema counts where no context says otherwise. */
export const DEFAULT_CONNECTION = 'case';
