import type { CodeLens } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Documents } from '../documents.ts';
import { rangeOf } from './ranges.ts';

/** The editor's command that runs a query: it is given the document and the query's range. */
const RUN = 'azimuth.runQuery';

/** *Run* above each query of a `.kql` file; cells have a button of their own. */
export function codeLensesOf(documents: Documents, document: TextDocument): CodeLens[] {
  if (document.languageId !== 'kql' || !document.uri.startsWith('file:')) return [];
  return documents.queries(document).map(({ region }) => {
    const range = rangeOf(document, region.span);
    return {
      range: { start: range.start, end: range.start },
      command: { title: '$(play) Run', command: RUN, arguments: [document.uri, range] },
    };
  });
}
