import { createRequire } from 'node:module';

/*
 * The few members of Kusto.Language (12.4.1, compiled from C#) that this folder uses. Overloaded constructors are
 * `$ctorN` there, so these numbers hold for exactly that version.
 */
export interface Sequence<T> {
  readonly __sequence?: T;
}

export interface KustoSymbol {
  readonly Kind: number;
  readonly Name: string;
}

export interface KustoColumn extends KustoSymbol {
  readonly Type: KustoSymbol;
}

export interface KustoTable extends KustoSymbol {
  readonly Columns: Sequence<KustoColumn>;
  readonly IsOpen: boolean;
}

export interface KustoParameter extends KustoSymbol {
  readonly DefaultValue: KustoNode | null;
  readonly DeclaredTypes?: Sequence<KustoSymbol> | null;
  readonly TypeKind: number;
}

export interface KustoSignature {
  readonly Parameters: Sequence<KustoParameter>;
  readonly Declaration: KustoNode | null;
}

export interface KustoNode {
  readonly Kind: number;
  readonly IsToken: boolean;
  readonly Text: string;
  readonly TextStart: number;
  readonly Width: number;
  readonly ChildCount: number;
  readonly IsMissing: boolean;
  readonly ResultType?: KustoSymbol | null;
  readonly ReferencedSymbol?: KustoSymbol | null;
  readonly ReferencedSignature?: KustoSignature | null;
  readonly LiteralValue?: unknown;
  readonly Root: KustoNode;
  GetChild(index: number): KustoNode | null;
  GetName(index: number): string;
  GetCalledFunctionBody?(): KustoNode | null;
}

export interface KustoDiagnostic {
  readonly Severity: string;
  readonly Code: string;
  readonly Start: number;
  readonly Length: number;
  readonly Message: string;
}

/** The parts of an analysis that only pass through. */
interface Tokens {
  readonly __tokens?: never;
}

interface TokenStarts {
  readonly __starts?: never;
}

interface SyntaxTree {
  readonly __tree?: never;
}

export interface KustoCode {
  readonly Syntax: KustoNode;
  readonly ResultType: KustoSymbol | null;
  GetDiagnostics(): Sequence<KustoDiagnostic>;
}

export interface ParseOptions {
  WithAlwaysProduceEndTokens(always: boolean): ParseOptions;
}

export interface GlobalState {
  readonly ParseOptions: ParseOptions;
  WithParseOptions(options: ParseOptions): GlobalState;
  WithCluster(cluster: KustoSymbol): GlobalState;
  WithDatabase(database: KustoSymbol): GlobalState;
  WithParameters(parameters: readonly KustoSymbol[]): GlobalState;
  WithProperty(type: unknown, property: unknown, value: boolean): GlobalState;
  /** The same with room for what analyses find out. */
  WithCache(): GlobalState;
}

interface Symbols {
  readonly ScalarTypes: { GetSymbol(name: string): KustoSymbol };
  readonly SymbolKind: Readonly<Record<string, unknown>>;
  readonly ColumnSymbol: new (
    name: string,
    type: KustoSymbol,
    description: null,
    originalTable: null,
    originalColumns: null,
    source: null,
  ) => KustoColumn;
  readonly TableSymbol: {
    readonly $ctor4: new (name: string, columns: readonly KustoColumn[]) => KustoTable;
  };
  readonly ParameterSymbol: {
    readonly ctor: new (name: string, type: KustoSymbol, description: null) => KustoSymbol;
  };
  readonly FunctionSymbol: {
    readonly $ctor16: new (name: string, parameters: string, body: string) => KustoSymbol;
  };
  readonly DatabaseSymbol: {
    readonly ctor: new (name: string, members: readonly KustoSymbol[]) => KustoSymbol;
  };
  readonly ClusterSymbol: {
    readonly ctor: new (name: string, databases: readonly KustoSymbol[]) => KustoSymbol;
  };
}

/** A list of what Kusto.Language has built in. */
interface BuiltIn {
  readonly All: Sequence<{ readonly Name: string }>;
}

export interface Language {
  readonly Functions: BuiltIn;
  readonly Aggregates: BuiltIn;
  readonly PlugIns: BuiltIn;
  readonly GlobalState: { readonly Default: GlobalState };
  readonly KustoCode: {
    readonly AnalysisState: { readonly Performed: unknown; readonly NotSafe: unknown };
    new (
      text: string,
      kind: string,
      globals: GlobalState,
      grammar: null,
      tree: SyntaxTree,
      state: unknown,
      type: KustoSymbol | null,
      tokens: Tokens,
      starts: TokenStarts,
      cache: object,
    ): KustoCode;
    ParseAndAnalyze(text: string, globals: GlobalState): KustoCode;
    GetKind(text: string): string;
    GetTokenStarts(tokens: Tokens): TokenStarts;
    DetermineResultType(syntax: KustoNode): KustoSymbol | null;
  };
  readonly Parsing: {
    readonly TokenParser: { ParseTokens(text: string, options: ParseOptions): Tokens };
    readonly QueryParser: { ParseQuery(tokens: Tokens, start: number, options: ParseOptions): KustoNode };
  };
  readonly Properties: { readonly AllowClientParameters: unknown };
  readonly Symbols: Symbols;
  readonly Binding: {
    readonly Binder: {
      GetExpressionResultName(node: KustoNode, defaultName: string): string | null;
      /** False where the syntax is nested too deeply. */
      TryBind(
        tree: SyntaxTree,
        globals: GlobalState,
        cache: object,
        types: null,
        cancellation: unknown,
      ): boolean;
    };
    readonly LocalBindingCache: new () => object;
  };
  readonly Syntax: {
    readonly SyntaxKind: Readonly<Record<string, unknown>>;
    readonly SyntaxTree: new (root: KustoNode) => SyntaxTree;
  };
  readonly Utils: { readonly CancellationToken: unknown };
}

interface Globals {
  readonly Kusto: { readonly Language: Language };
  readonly Bridge: { toArray<T>(sequence: Sequence<T>): T[]; getDefaultValue(type: unknown): unknown };
  readonly System: { readonly Boolean: unknown };
}

let loaded: Globals | undefined;

/** Loads on first use (about 0.2 s); the two files define globals, in this order. */
function globals(): Globals {
  if (!loaded) {
    const require = createRequire(import.meta.url);
    require('@kusto/language-service-next/bridge.min.js');
    require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
    loaded = globalThis as unknown as Globals;
  }
  return loaded;
}

export function language(): Language {
  return globals().Kusto.Language;
}

export function toArray<T>(sequence: Sequence<T> | null | undefined): T[] {
  return sequence ? globals().Bridge.toArray(sequence) : [];
}

export function systemBoolean(): unknown {
  return globals().System.Boolean;
}

/** A cancellation token that never fires. */
export function never(): unknown {
  return globals().Bridge.getDefaultValue(language().Utils.CancellationToken);
}

type Names = readonly string[];

let syntaxNames: Names | undefined;
let symbolNames: Names | undefined;

/** Names of the kinds of syntax nodes by number. */
export function syntaxKinds(): Names {
  return (syntaxNames ??= namesOf(language().Syntax.SyntaxKind));
}

/** Names of the kinds of symbols by number. */
export function symbolKinds(): Names {
  return (symbolNames ??= namesOf(language().Symbols.SymbolKind));
}

function namesOf(enumeration: Readonly<Record<string, unknown>>): Names {
  const names: string[] = [];
  for (const [name, value] of Object.entries(enumeration)) if (typeof value === 'number') names[value] = name;
  return names;
}
