import { type GlobalState, type KustoNode, language, type Sequence } from '../language.ts';

/*
 * The members of Kusto.Language's editor services (12.4.1) that this folder uses. A code service caches what it
 * parsed and bound, so one is kept for as long as its text and schema stay.
 */
export interface KustoCompletion {
  readonly Kind: number;
  readonly DisplayText: string;
  readonly MatchText: string;
  readonly OrderText: string | null;
  readonly BeforeText: string;
  readonly AfterText: string | null;
  readonly Retrigger: boolean;
}

export interface KustoDiagnosticOfEditor {
  readonly Severity: string;
  readonly Code: string;
  readonly Start: number;
  readonly Length: number;
  readonly Message: string;
}

export interface KustoAction {
  readonly Title: string;
  /** Set on actions that change text; menus hold further actions instead. */
  readonly Data?: Sequence<string> | null;
  readonly Actions?: Sequence<KustoAction> | null;
}

export interface KustoTextEdit {
  readonly Start: number;
  readonly DeleteLength: number;
  readonly InsertText: string | null;
}

interface Ranged {
  readonly Start: number;
  readonly Length: number;
}

export interface CodeService {
  GetCombinedDiagnostics(waitForAnalysis: boolean): Sequence<KustoDiagnosticOfEditor> | null;
  GetCompletionItems(position: number): {
    readonly Items: Sequence<KustoCompletion>;
    readonly EditStart: number;
    readonly EditLength: number;
  } | null;
  GetQuickInfo(
    position: number,
  ): { readonly Items: Sequence<{ readonly Kind: number; readonly Text: string }> } | null;
  GetClassifications(
    start: number,
    length: number,
  ): { readonly Classifications: Sequence<Ranged & { readonly Kind: number }> } | null;
  GetRelatedElements(
    position: number,
  ): { readonly Elements: Sequence<Ranged & { readonly Kind: number }> } | null;
  GetFormattedText(options: unknown): { readonly Text: string | null } | null;
  GetCodeActions(
    position: number,
    selectionStart: number,
    selectionLength: number,
    options: null,
    waitForAnalysis: boolean,
    actorName: null,
    cancellation: unknown,
  ): { readonly Actions: Sequence<KustoAction> } | null;
  ApplyCodeAction(
    action: KustoAction,
    position: number,
    options: null,
    cancellation: unknown,
  ): { readonly Actions: Sequence<{ readonly Changes?: Sequence<KustoTextEdit> }> | null } | null;
}

/** A function, where a node refers to one, with what its calls may be given. */
export interface CalledFunction {
  readonly Name: string;
  readonly Description?: string | null;
  readonly Signatures?: Sequence<{
    readonly Parameters: Sequence<{
      readonly Name: string;
      readonly Description?: string | null;
      readonly IsOptional: boolean;
      readonly MaxOccurring: number;
    }>;
  }> | null;
}

export interface NavigableNode extends KustoNode {
  readonly Parent: NavigableNode | null;
  readonly End: number;
}

interface FormattingOptions {
  WithInsertMissingTokens(insert: boolean): FormattingOptions;
  WithIndentationSize(size: number): FormattingOptions;
  WithPipeOperatorStyle(style: unknown): FormattingOptions;
}

interface EditorNamespace {
  readonly KustoCodeService: { readonly $ctor1: new (text: string, state: GlobalState) => CodeService };
  readonly FormattingOptions: { readonly Default: FormattingOptions };
  readonly PlacementStyle: { readonly NewLine: unknown };
}

/** The editor services, beside what `language()` gives. */
export function editorServices(): {
  readonly Editor: EditorNamespace;
  readonly Utils: { readonly CancellationToken: { readonly ctor: new () => unknown } };
} {
  return language() as unknown as ReturnType<typeof editorServices>;
}
