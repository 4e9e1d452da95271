import { callArguments, list, nameText } from '../../../src/kql/plan/access.ts';
import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import { constantsOf, type Names } from './constants.ts';

/** A stored column, and where in its value. */
export interface Target {
  readonly column: string;
  readonly steps: readonly (string | number)[];
}

/** What gives a name to a value: `B = f(A)`, an expanded array, a piece of a parsed text. */
export interface Definition {
  readonly name: string;
  /** Where it can be used from. */
  readonly from: number;
  readonly value: SyntaxNode;
  readonly steps: readonly (string | number)[];
}

/** Calls whose result is, for what is asked of it, their argument. */
const TRANSPARENT = new Set(
  (
    'tostring toint tolong todouble toreal todynamic parse_json parsejson tolower toupper trim trim_start trim_end make_set ' +
    'make_set_if make_list make_list_if makeset makelist any take_any anyif max min tobool toguid todatetime coalesce strcat_array ' +
    'set_union array_concat array_distinct base64_decode_tostring iff iif strcat array_length arg_max arg_min bag_keys extractjson'
  ).split(' '),
);

/** Follows names and transparent calls down to stored columns. */
export class Targets {
  private readonly definitions: readonly Definition[];
  private readonly names: Names;

  constructor(definitions: readonly Definition[], names: Names) {
    this.definitions = definitions;
    this.names = names;
  }

  of(node: SyntaxNode, at = node.start, depth = 0): Target[] {
    if (depth > 40) return [];
    switch (node.kind) {
      case 'NameReference':
      case 'NameDeclaration':
        return this.named(nameText(node), at, depth);
      case 'ParenthesizedExpression':
      case 'SimpleNamedExpression':
      case 'OrderedExpression':
      case 'MvExpandExpression':
      case 'ToTypeOfClause':
        return node.parts['Expression'] ? this.of(node.parts['Expression'], at, depth + 1) : [];
      case 'PathExpression':
      case 'ElementExpression':
        return this.stepped(node, at, depth);
      case 'FunctionCallExpression': {
        const name = nameText(node.parts['Name'] ?? node);
        const args = callArguments(node);
        if (name === 'column_ifexists' || name === 'columnifexists')
          return args[0]?.string === undefined ? [] : this.named(args[0].string, at, depth);
        if (!TRANSPARENT.has(name)) return [];
        if (name === 'extractjson') return args[1] ? this.of(args[1], at, depth + 1) : [];
        const found = args.flatMap((arg) => this.of(arg, at, depth + 1));
        return name === 'coalesce' || name === 'iff' || name === 'iif' ? found : found.slice(0, 1);
      }
      default:
        return [];
    }
  }

  named(name: string, at: number, depth = 0): Target[] {
    const definition = this.definitions.findLast((one) => one.name === name && one.from <= at);
    if (!definition) return this.names.has(name) ? [] : [{ column: name, steps: [] }];
    const inner = this.of(definition.value, definition.value.start, depth + 1);
    return inner.map(({ column, steps }) => ({ column, steps: [...steps, ...definition.steps] }));
  }

  private stepped(node: SyntaxNode, at: number, depth: number): Target[] {
    const [expression, selector] = [node.parts['Expression'], node.parts['Selector']];
    if (!expression || !selector) return [];
    if (expression.kind === 'NameReference' && /^\$(left|right)$/.test(nameText(expression)))
      return this.named(nameText(selector), at, depth);
    const step = this.stepOf(node, selector);
    if (step === undefined) return [];
    return this.of(expression, at, depth + 1).map(({ column, steps }) => ({
      column,
      steps: [...steps, step],
    }));
  }

  private stepOf(node: SyntaxNode, selector: SyntaxNode): string | number | undefined {
    if (node.kind === 'PathExpression') return nameText(selector);
    const inner = selector.kind === 'BracketedExpression' ? selector.parts['Expression'] : selector;
    const [step] = inner ? constantsOf(inner, this.names) : [];
    if (typeof step === 'number') return Math.max(0, step);
    return typeof step === 'string' ? step : undefined;
  }
}

/** Every definition below a node, by where it can be used from. */
export function definitionsIn(root: SyntaxNode): Definition[] {
  const found: Definition[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'SimpleNamedExpression') {
      const [name, value] = [node.parts['Name'], node.parts['Expression']];
      if (name && value)
        found.push({ name: nameText(name), from: node.start + node.length, value, steps: [] });
    }
    if (node.kind === 'MvExpandExpression' || node.kind === 'MvApplyExpression') defineExpanded(node, found);
    if (node.kind === 'SummarizeOperator')
      for (const call of list(node, 'Aggregates')) defineAggregate(call, node, found);
    for (const child of [...Object.values(node.parts), ...node.items]) visit(child);
    if (node.expansion) visit(node.expansion.body);
  };
  visit(root);
  return found.sort((a, b) => a.from - b.from);
}

function defineExpanded(node: SyntaxNode, found: Definition[]): void {
  const inner = node.parts['Expression'];
  if (!inner) return;
  const named = inner.kind === 'SimpleNamedExpression' ? inner : undefined;
  const value = named?.parts['Expression'] ?? inner;
  const name = named?.parts['Name'] ? nameText(named.parts['Name']) : (node.resultName ?? lastName(inner));
  if (name !== undefined) found.push({ name, from: node.start + node.length + 0.5, value, steps: [0] });
}

function lastName(node: SyntaxNode): string | undefined {
  if (node.kind === 'NameReference') return nameText(node);
  if (node.kind === 'FunctionCallExpression') {
    const [first] = callArguments(node);
    return first && lastName(first);
  }
  return undefined;
}

/** `make_set(A)` is called set_A where it has no name. */
function defineAggregate(call: SyntaxNode, node: SyntaxNode, found: Definition[]): void {
  if (call.kind !== 'FunctionCallExpression') return;
  const [first] = callArguments(call);
  const prefix = /^make_?(set|list)/.exec(nameText(call.parts['Name'] ?? call))?.[1];
  const of = first && lastName(first);
  if (first && of !== undefined && prefix !== undefined)
    found.push({ name: `${prefix}_${of}`, from: node.start + node.length, value: first, steps: [] });
}
