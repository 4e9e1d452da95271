import { KUSTO_TYPES, type KustoType } from '../../domain/kustoType.ts';
import type { Span } from '../diagnostics.ts';
import {
  type KustoColumn,
  type KustoNode,
  type KustoSymbol,
  type KustoTable,
  language,
  symbolKinds,
  syntaxKinds,
  toArray,
} from './language.ts';
import type { BoundColumn, Expansion, ResultType, SyntaxNode } from './node.ts';

const KNOWN_TYPES = new Set<string>(KUSTO_TYPES);
const NONE: ResultType = { kind: 'none' };

/** Where a body's positions lie in the request's text, or the call that stands for all of them. */
type Origin = { readonly offset: number } | { readonly call: Span };

/** Operators that call a column after its expression. */
const NAMING = new Set(['ExtendOperator', 'SerializeOperator']);

export class Mirror {
  private readonly syntaxKinds = syntaxKinds();
  private readonly symbolKinds = symbolKinds();
  private readonly root: KustoNode;
  /** By table symbol: each operator of a pipe has one, and its nodes share it. */
  private readonly lists = new Map<KustoTable, readonly BoundColumn[]>();

  constructor(root: KustoNode) {
    this.root = root;
  }

  /** @param named whether the column that the node makes may go without a name: an element of extend or serialize */
  mirror(node: KustoNode, origin: Origin = { offset: 0 }, named = false): SyntaxNode {
    const kind = this.syntaxKinds[node.Kind] ?? '';
    const span: Span =
      'offset' in origin ? { start: node.TextStart + origin.offset, length: node.Width } : origin.call;
    const foreign = 'call' in origin;
    if (node.IsToken)
      return {
        kind,
        ...span,
        text: node.Text,
        parts: {},
        items: [],
        type: NONE,
        ...(foreign && { foreign }),
      };
    const parts: Record<string, SyntaxNode> = {};
    const items: SyntaxNode[] = [];
    // The body of a declared function is bound only where it is called.
    const opaque = kind === 'FunctionDeclaration' && !isView(node);
    for (let i = 0; !opaque && i < node.ChildCount; i++) {
      const child = node.GetChild(i);
      if (!child || child.IsMissing) continue;
      const name = node.GetName(i);
      if (kind === 'List') {
        const element = this.syntaxKinds[child.Kind] === 'SeparatedElement' ? child.GetChild(0) : child;
        if (element && !element.IsMissing) items.push(this.mirror(element, origin, named));
      } else if (name) parts[name] = this.mirror(child, origin, NAMING.has(kind));
    }
    const symbol = node.ReferencedSymbol;
    const resultName = this.resultName(kind, node, named);
    const expansion = this.expansion(node, kind, origin, span);
    return {
      kind,
      ...span,
      text: '',
      parts,
      items,
      type: this.resultType(node.ResultType),
      ...(symbol && { symbol: { kind: this.symbolKinds[symbol.Kind] ?? '', name: symbol.Name } }),
      ...(typeof node.LiteralValue === 'string' && { string: node.LiteralValue }),
      ...(resultName !== '' && { resultName }),
      ...(expansion && { expansion }),
      ...(foreign && { foreign }),
    };
  }

  resultType(symbol: KustoSymbol | null | undefined): ResultType {
    if (!symbol) return NONE;
    switch (this.symbolKinds[symbol.Kind]) {
      case 'Primitive':
      case 'Bag':
      case 'Array':
        return { kind: 'scalar', type: scalarName(symbol.Name) };
      case 'Table':
      case 'MaterializedView': {
        const table = symbol as KustoTable;
        return { kind: 'table', columns: this.columns(table), open: table.IsOpen };
      }
      case 'Tuple':
        return { kind: 'tuple', columns: this.columns(symbol as KustoTable) };
      default:
        return NONE;
    }
  }

  private resultName(kind: string, node: KustoNode, named: boolean): string {
    const expanded = kind === 'MvExpandExpression' || kind === 'MvApplyExpression';
    if (!expanded && (!named || kind === 'List')) return '';
    const expression = expanded ? node.GetChild(0) : node;
    return (expression && language().Binding.Binder.GetExpressionResultName(expression, '')) ?? '';
  }

  private columns(table: KustoTable): readonly BoundColumn[] {
    const known = this.lists.get(table);
    if (known) return known;
    const columns = toArray<KustoColumn>(table.Columns).map((column) => ({
      name: column.Name,
      type: scalarName(column.Type.Name),
    }));
    this.lists.set(table, columns);
    return columns;
  }

  private expansion(node: KustoNode, kind: string, origin: Origin, span: Span): Expansion | undefined {
    if (kind !== 'FunctionCallExpression' && kind !== 'NameReference') return undefined;
    const body = node.GetCalledFunctionBody?.();
    if (!body) return undefined;
    const signature = node.ReferencedSignature;
    const declaration = signature?.Declaration;
    const inText = declaration && declaration.Root === this.root;
    const within: Origin =
      inText && 'offset' in origin ? { offset: declaration.TextStart - body.TextStart } : { call: span };
    return {
      parameters: toArray(signature?.Parameters).map((parameter) => ({
        name: parameter.Name,
        type: this.resultType(toArray(parameter.DeclaredTypes)[0]),
        ...(parameter.DefaultValue && { default: this.mirror(parameter.DefaultValue, within) }),
      })),
      body: this.mirror(body, within),
    };
  }
}

/** `view () { … }`: has no parameters, so its body is bound where it is declared. */
function isView(node: KustoNode): boolean {
  const first = node.GetChild(0);
  return first?.IsToken === true && first.Text === 'view';
}

function scalarName(name: string): KustoType | 'unknown' {
  return KNOWN_TYPES.has(name) ? (name as KustoType) : 'unknown';
}
