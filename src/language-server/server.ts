import {
  type CancellationToken,
  type Connection,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Documents } from './documents.ts';
import { codeActionsIn } from './features/codeActions.ts';
import { codeLensesOf } from './features/codeLenses.ts';
import { completionAt } from './features/completion.ts';
import { diagnosticsOf } from './features/diagnostics.ts';
import { formattingOf } from './features/formatting.ts';
import { hoverAt } from './features/hover.ts';
import { definitionAt, highlightsAt, referencesAt, renameAt, renameRangeAt } from './features/navigation.ts';
import { foldingRangesOf, symbolsOf } from './features/outline.ts';
import { LEGEND, semanticTokensOf } from './features/semanticTokens.ts';
import { signatureHelpAt } from './features/signatureHelp.ts';
import { inTurn } from './inTurn.ts';
import { Marks } from './marks.ts';
import { CONTEXTS, type ContextNotices, SCHEMA, type SchemaNotice } from './protocol.ts';
import { Schemas } from './schemas.ts';

const CAPABILITIES: InitializeResult = {
  serverInfo: { name: 'Azimuth KQL' },
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    completionProvider: { triggerCharacters: ['.', '(', ',', '|', ' ', '"', "'"] },
    hoverProvider: true,
    signatureHelpProvider: { triggerCharacters: ['(', ','] },
    codeActionProvider: { codeActionKinds: ['quickfix'] },
    codeLensProvider: {},
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    documentFormattingProvider: true,
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    semanticTokensProvider: { legend: LEGEND, full: true },
  },
};

/** Answers an editor over LSP. What can be named comes in notices (see protocol.ts). */
export function serve(connection: Connection): void {
  const open = new TextDocuments(TextDocument);
  const schemas = new Schemas();
  const documents = new Documents(schemas);
  const marks = new Marks(
    (uri) => {
      const document = open.get(uri);
      // The lint of rules says of a rule on the disk all that is said here, and can be silenced with a reason.
      if (document?.languageId === 'yaml' && uri.startsWith('file:')) return [];
      return document && (documents.isWaiting(uri) ? [] : diagnosticsOf(documents, document));
    },
    (uri, diagnostics) => void connection.sendDiagnostics({ uri, diagnostics: [...diagnostics] }),
  );

  /** Answers a request on an open document; `none` for one that is closed. */
  const answer = <P extends { readonly textDocument: { readonly uri: string } }, R>(
    none: R,
    work: (document: TextDocument, parameters: P) => R,
  ): ((parameters: P, token: CancellationToken) => Promise<R>) => {
    return (parameters, token) => {
      const { uri } = parameters.textDocument;
      if (open.get(uri)) marks.asked(uri);
      return inTurn(
        () => open.get(uri)?.version,
        token,
        () => {
          const document = open.get(uri);
          return document ? work(document, parameters) : none;
        },
      );
    };
  };

  connection.onInitialize(() => CAPABILITIES);
  connection.onNotification(SCHEMA, (notice: SchemaNotice) => {
    schemas.update(notice);
    documents.schemaChanged();
    for (const { uri } of open.all()) marks.changed(uri);
  });
  connection.onNotification(CONTEXTS, ({ contexts }: ContextNotices) => {
    for (const context of contexts) {
      documents.setContext(context);
      if (open.get(context.uri)) marks.changed(context.uri);
    }
  });
  open.onDidChangeContent(({ document }) => marks.changed(document.uri));
  open.onDidClose(({ document }) => {
    documents.forget(document.uri);
    marks.closed(document.uri);
  });

  connection.onCompletion(
    answer({ isIncomplete: false, items: [] }, (document, { position }) =>
      completionAt(documents, document, position),
    ),
  );
  connection.onHover(answer(null, (document, { position }) => hoverAt(documents, document, position)));
  connection.onSignatureHelp(
    answer(null, (document, { position }) => signatureHelpAt(documents, document, position)),
  );
  connection.onCodeAction(
    answer([], (document, { range, context }) =>
      codeActionsIn(documents, document, range, context.diagnostics),
    ),
  );
  connection.onCodeLens(answer([], (document) => codeLensesOf(documents, document)));
  connection.onDefinition(
    answer([], (document, { position }) => definitionAt(documents, document, position)),
  );
  connection.onReferences(
    answer([], (document, { position, context }) =>
      referencesAt(documents, document, position, context.includeDeclaration),
    ),
  );
  connection.onDocumentHighlight(
    answer([], (document, { position }) => highlightsAt(documents, document, position)),
  );
  connection.onPrepareRename(
    answer(null, (document, { position }) => renameRangeAt(documents, document, position)),
  );
  connection.onRenameRequest(
    answer(null, (document, { position, newName }) => renameAt(documents, document, position, newName)),
  );
  connection.onDocumentFormatting(
    answer([], (document, { options }) => formattingOf(documents, document, options)),
  );
  connection.onDocumentSymbol(answer([], (document) => symbolsOf(documents, document)));
  connection.onFoldingRanges(answer([], (document) => foldingRangesOf(documents, document)));
  connection.languages.semanticTokens.on(
    answer({ data: [] }, (document) => semanticTokensOf(documents, document)),
  );

  open.listen(connection);
  connection.listen();
}
