import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
  type Position,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Completion, CompletionKind } from '../../kql/syntax/editing/edited.ts';
import type { Documents, Place } from '../documents.ts';
import { rangeOf } from './ranges.ts';

const KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  column: CompletionItemKind.Field,
  table: CompletionItemKind.Struct,
  function: CompletionItemKind.Function,
  aggregate: CompletionItemKind.Function,
  variable: CompletionItemKind.Variable,
  parameter: CompletionItemKind.TypeParameter,
  database: CompletionItemKind.Module,
  type: CompletionItemKind.Class,
  value: CompletionItemKind.Value,
  other: CompletionItemKind.Text,
};

const AGAIN = { title: 'Complete Further', command: 'editor.action.triggerSuggest' };

/** What can stand at a position. */
export function completionAt(
  documents: Documents,
  document: TextDocument,
  position: Position,
): CompletionList {
  const place = documents.at(document, document.offsetAt(position));
  if (!place) return { isIncomplete: false, items: [] };
  const watchlists = watchlistNames(place, document, position);
  if (watchlists) return watchlists;
  const { replaces, items } = place.query.editor.completions(place.offset);
  const span = place.query.region.outer(replaces);
  if (!span) return { isIncomplete: false, items: [] };
  const range = rangeOf(document, span);
  // What is the same for all is said once: a list can have thousands of names.
  return {
    isIncomplete: false,
    itemDefaults: { editRange: range, insertTextFormat: InsertTextFormat.Snippet },
    items: items.map(itemOf),
  };
}

function itemOf(completion: Completion): CompletionItem {
  const { label, match, order, before, after, again } = completion;
  return {
    label,
    kind: KINDS[completion.kind],
    sortText: order,
    textEditText: after === '' ? escaped(before) : `${escaped(before)}$0${escaped(after)}`,
    ...(match !== label && { filterText: match }),
    ...(again && { command: AGAIN }),
  };
}

const escaped = (text: string): string => text.replaceAll(/[\\$}]/g, '\\$&');

/** Names of watchlists inside the text that `_GetWatchlist` is given. */
function watchlistNames(
  { query, offset }: Place,
  document: TextDocument,
  position: Position,
): CompletionList | undefined {
  const typed = /_GetWatchlist\(\s*(['"])([^'"\n]*)$/.exec(query.editor.text.slice(0, offset));
  if (!typed) return undefined;
  const start = document.offsetAt(position) - (typed[2] ?? '').length;
  const range = rangeOf(document, { start, length: (typed[2] ?? '').length });
  return {
    isIncomplete: false,
    items: query.watchlists.map((label) => ({
      label,
      kind: CompletionItemKind.Value,
      detail: 'watchlist',
      textEdit: { range, newText: label },
    })),
  };
}
