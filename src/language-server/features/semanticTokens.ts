import {
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensLegend,
  SemanticTokenTypes,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TokenKind } from '../../kql/syntax/editing/edited.ts';
import { type Documents, outerSpans } from '../documents.ts';
import { rangeOf } from './ranges.ts';

const TYPES: Readonly<Record<TokenKind, SemanticTokenTypes>> = {
  column: SemanticTokenTypes.property,
  table: SemanticTokenTypes.class,
  database: SemanticTokenTypes.namespace,
  function: SemanticTokenTypes.function,
  parameter: SemanticTokenTypes.parameter,
  variable: SemanticTokenTypes.variable,
  type: SemanticTokenTypes.type,
};

export const LEGEND: SemanticTokensLegend = {
  tokenTypes: [...new Set(Object.values(TYPES))],
  tokenModifiers: [],
};

/** Colours of names by what they are; all else is the grammar's. */
export function semanticTokensOf(documents: Documents, document: TextDocument): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const query of documents.queries(document))
    for (const token of query.editor.tokens()) {
      const type = LEGEND.tokenTypes.indexOf(TYPES[token.kind]);
      for (const span of outerSpans(query, [token])) {
        const { start, end } = rangeOf(document, span);
        // A token cannot go over the end of a line; a quoted name could.
        if (start.line === end.line) builder.push(start.line, start.character, span.length, type, 0);
      }
    }
  return builder.build();
}
