import type { CodeLens } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Documents } from '../documents.ts';
import { rangeOf } from './ranges.ts';

/** The editor's command that runs a query: it is given the document, the query's range and, of a block in a rule, its text and indent. */
const RUN = 'azimuth.runQuery';

/** *Run* above each query of a `.kql` file and above the query of a rule; cells have a button of their own. */
export function codeLensesOf(documents: Documents, document: TextDocument): CodeLens[] {
  if (!document.uri.startsWith('file:')) return [];
  return documents.queries(document).map(({ region }) => {
    const range = rangeOf(document, region.span);
    // The editor can cut a query out of a file of queries itself.
    const block =
      document.languageId === 'kql' ? [] : [{ text: region.own.trimEnd(), indent: region.indent.length }];
    return {
      range: { start: range.start, end: range.start },
      command: { title: '$(play) Run', command: RUN, arguments: [document.uri, range, ...block] },
    };
  });
}
