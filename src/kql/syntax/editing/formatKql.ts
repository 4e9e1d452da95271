import { language } from '../language.ts';
import { editorServices } from './kusto.ts';

/** The text as Kusto formats it, each operator on a line of its own; undefined where it cannot be parsed whole, since then it could lose something. */
export function formatKql(text: string, indentation: number): string | undefined {
  const state = language().GlobalState.Default;
  const { Syntax } = language().KustoCode.ParseAndAnalyze(text, state);
  if ((Syntax as unknown as { readonly ContainsSyntaxDiagnostics: boolean }).ContainsSyntaxDiagnostics)
    return undefined;
  const { KustoCodeService, FormattingOptions, PlacementStyle } = editorServices().Editor;
  const options = FormattingOptions.Default.WithInsertMissingTokens(false)
    .WithIndentationSize(indentation)
    .WithPipeOperatorStyle(PlacementStyle.NewLine);
  const formatted = (from: string): string | undefined =>
    new KustoCodeService.$ctor1(from, state).GetFormattedText(options)?.Text ?? undefined;
  const once = formatted(text);
  // What was on one line can be too long only where the first pass has put it, so that the second one breaks it.
  return once === undefined ? undefined : (formatted(once) ?? once);
}
