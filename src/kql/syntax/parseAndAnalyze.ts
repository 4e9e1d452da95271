import { type GlobalState, type KustoCode, language, never } from './language.ts';

/**
 * KustoCode.ParseAndAnalyze without the grammar for completion. That builds it for each query that it parses with the other
 * parser, and the first time this is most of what a first query costs (1.2 s of processor time).
 */
export function parseAndAnalyze(text: string, globals: GlobalState): KustoCode {
  const { Binding, KustoCode: Code, Parsing, Syntax } = language();
  const kind = Code.GetKind(text);
  if (kind !== 'Query') return Code.ParseAndAnalyze(text, globals);
  const state = globals.WithParseOptions(globals.ParseOptions.WithAlwaysProduceEndTokens(true));
  const tokens = Parsing.TokenParser.ParseTokens(text, state.ParseOptions);
  const syntax = Parsing.QueryParser.ParseQuery(tokens, 0, state.ParseOptions);
  const tree = new Syntax.SyntaxTree(syntax);
  const cache = new Binding.LocalBindingCache();
  const isBound = canBind(() => Binding.Binder.TryBind(tree, state, cache, null, never()));
  const { Performed, NotSafe } = Code.AnalysisState;
  return new Code(
    text,
    kind,
    state,
    null,
    tree,
    isBound ? Performed : NotSafe,
    isBound ? Code.DetermineResultType(syntax) : null,
    tokens,
    Code.GetTokenStarts(tokens),
    cache,
  );
}

/** The binder reads arguments of some plugins that a query may not have, and throws. */
function canBind(bind: () => boolean): boolean {
  try {
    return bind();
  } catch {
    return false;
  }
}
