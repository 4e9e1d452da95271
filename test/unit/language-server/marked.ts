/** Documents as tests write them: `¦` is the caret, and is not part of the text. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { DatabaseSchema } from '../../../src/domain/kustoType.ts';
import { Documents } from '../../../src/language-server/documents.ts';
import { DEFAULT_CONNECTION } from '../../../src/language-server/protocol.ts';
import { Schemas } from '../../../src/language-server/schemas.ts';

const schema: DatabaseSchema = {
  name: 'case',
  tables: [
    {
      name: 'SigninLogs',
      columns: [
        { name: 'TimeGenerated', type: 'datetime' },
        { name: 'UserPrincipalName', type: 'string' },
        { name: 'ResultType', type: 'string' },
      ],
    },
  ],
  functions: [
    { name: 'SigninsOf', parameters: '(user:string)', body: 'SigninLogs | where UserPrincipalName == user' },
  ],
  watchlists: [{ alias: 'VipUsers', columns: [{ name: 'User', type: 'string' }] }],
};

/** One for all tests: the published tables are many. */
const schemas = new Schemas();
schemas.update({ connection: DEFAULT_CONNECTION, schema });

export interface Marked {
  readonly documents: Documents;
  readonly document: TextDocument;
  readonly position: { readonly line: number; readonly character: number };
}

/** Opens a text; with a prelude it is a cell, which sees the tables of the case alone. */
export function open(marked: string, options: { languageId?: string; prelude?: string } = {}): Marked {
  const documents = new Documents(schemas);
  const caret = marked.indexOf('¦');
  const { languageId = 'kql', prelude } = options;
  const uri = prelude === undefined ? 'file:///q.kql' : 'vscode-notebook-cell:/n.kql.md#a';
  if (prelude !== undefined) documents.setContext({ uri, connection: DEFAULT_CONNECTION, prelude });
  const document = TextDocument.create(uri, languageId, 1, marked.replace('¦', ''));
  return { documents, document, position: document.positionAt(Math.max(0, caret)) };
}

/** What the edits make of the document. */
export function edited(document: TextDocument, edits: Parameters<typeof TextDocument.applyEdits>[1]): string {
  return TextDocument.applyEdits(document, edits);
}
