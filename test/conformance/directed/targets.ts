import { callArguments, list, nameText } from '../../../src/kql/plan/access.ts';
import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import { constantsOf, type Names } from './constants.ts';
import type { Scopes } from './scopes.ts';
import type { Wrap } from './wraps.ts';

/** A stored column, and where in its value. */
export interface Target {
  readonly column: string;
  readonly steps: readonly (string | number)[];
  /** What is done to the value that is found there, innermost first. */
  readonly wraps: readonly Wrap[];
  /** Of several rows together: what is asked of it need not be so of each. */
  readonly isGathered: boolean;
}

/** What gives a name to a value: `B = f(A)`, an expanded array, a piece of a parsed text. */
export interface Definition {
  readonly name: string;
  /** Where it can be used from. */
  readonly from: number;
  readonly value: SyntaxNode;
  readonly steps: readonly (string | number)[];
  readonly wraps?: readonly Wrap[];
}

/** Calls whose result is, for what is asked of it, their argument. */
const TRANSPARENT = new Set(
  (
    'tostring toint tolong todouble toreal todynamic parse_json parsejson tolower toupper trim trim_start trim_end make_set ' +
    'make_set_if make_list make_list_if makeset makelist any take_any anyif max min tobool toguid todatetime coalesce strcat_array ' +
    'set_union array_concat array_distinct iff iif strcat arg_max arg_min bag_keys extractjson url_decode replace_string replace_regex replace'
  ).split(' '),
);

const GATHERING = /^(make_?(set|list)(_if)?)$/;

/** Follows names and transparent calls down to stored columns. */
export class Targets {
  private readonly definitions: readonly Definition[];
  private readonly scopes: Scopes;
  private readonly names: Names;

  constructor(definitions: readonly Definition[], scopes: Scopes, names: Names) {
    this.definitions = definitions;
    this.scopes = scopes;
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
        const wrap = this.wrapOf(name, args);
        if (wrap) {
          const inner = this.of(wrap.source, at, depth + 1);
          return inner.map((target) => ({ ...target, wraps: [...target.wraps, wrap.wrap] }));
        }
        if (!TRANSPARENT.has(name)) return [];
        if (name === 'extractjson') return args[1] ? this.of(args[1], at, depth + 1) : [];
        const found = args.flatMap((arg) => this.of(arg, at, depth + 1));
        if (GATHERING.test(name)) return found.slice(0, 1).map((target) => ({ ...target, isGathered: true }));
        return name === 'coalesce' || name === 'iff' || name === 'iif' ? found : found.slice(0, 1);
      }
      default:
        return [];
    }
  }

  named(name: string, at: number, depth = 0): Target[] {
    const definition = this.definition(name, at);
    if (!definition)
      return this.names.has(name) ? [] : [{ column: name, steps: [], wraps: [], isGathered: false }];
    const inner = this.of(definition.value, definition.value.start, depth + 1);
    return inner.map((target) => ({
      ...target,
      steps:
        target.wraps.length > 0 || target.isGathered ? target.steps : [...target.steps, ...definition.steps],
      wraps: [...target.wraps, ...(definition.wraps ?? [])],
    }));
  }

  /** What a name stands for: the expression that gives it, names followed; undefined where it is a stored column. */
  meaning(node: SyntaxNode, at = node.start, depth = 0): SyntaxNode | undefined {
    if (depth > 40) return undefined;
    const inner = node.kind === 'ParenthesizedExpression' ? node.parts['Expression'] : undefined;
    if (inner) return this.meaning(inner, at, depth + 1);
    if (node.kind !== 'NameReference') return node;
    const name = nameText(node);
    const definition = this.definition(name, at);
    return definition && this.meaning(definition.value, definition.value.start, depth + 1);
  }

  private definition(name: string, at: number): Definition | undefined {
    return this.definitions.findLast(
      (one) => one.name === name && one.from <= at && this.scopes.sees(at, one.from),
    );
  }

  private wrapOf(name: string, args: readonly SyntaxNode[]): { source: SyntaxNode; wrap: Wrap } | undefined {
    const [first, second, third] = args;
    const constant = (node: SyntaxNode | undefined): string | number | undefined => {
      const [value] = node ? constantsOf(node, this.names) : [];
      return typeof value === 'boolean' ? undefined : value;
    };
    if (!first) return undefined;
    if (name === 'parse_url') return { source: first, wrap: { kind: 'url', part: '' } };
    if (name === 'base64_decode_tostring') return { source: first, wrap: { kind: 'base64' } };
    if (name === 'extract' && third) {
      const [pattern, group] = [constant(first), constant(second)];
      return typeof pattern === 'string' && typeof group === 'number'
        ? { source: third, wrap: { kind: 'extract', pattern, group } }
        : undefined;
    }
    if (name === 'split') {
      const [separator, index = 0] = [constant(second), constant(third)];
      return typeof separator === 'string' && typeof index === 'number'
        ? { source: first, wrap: { kind: 'split', separator, index } }
        : undefined;
    }
    return undefined;
  }

  private stepped(node: SyntaxNode, at: number, depth: number): Target[] {
    const [expression, selector] = [node.parts['Expression'], node.parts['Selector']];
    if (!expression || !selector) return [];
    if (expression.kind === 'NameReference' && /^\$(left|right)$/.test(nameText(expression)))
      return this.named(nameText(selector), at, depth);
    const step = this.stepOf(node, selector);
    if (step === undefined) return [];
    return this.of(expression, at, depth + 1).map((target) => stepInto(target, step));
  }

  private stepOf(node: SyntaxNode, selector: SyntaxNode): string | number | undefined {
    if (node.kind === 'PathExpression') return nameText(selector);
    const inner = selector.kind === 'BracketedExpression' ? selector.parts['Expression'] : selector;
    const [step] = inner ? constantsOf(inner, this.names) : [];
    return typeof step === 'boolean' ? undefined : step;
  }
}

/** An element of what was gathered is a value, one of what was split a piece of the text. */
function stepInto(target: Target, step: string | number): Target {
  if (target.isGathered) return target;
  const last = target.wraps.at(-1);
  if (last?.kind === 'url')
    return { ...target, wraps: [...target.wraps.slice(0, -1), { ...last, part: String(step) }] };
  if (!last)
    return { ...target, steps: [...target.steps, typeof step === 'number' ? Math.max(0, step) : step] };
  return last.kind === 'split' && typeof step === 'number' && last.index === 0
    ? { ...target, wraps: [...target.wraps.slice(0, -1), { ...last, index: step }] }
    : target;
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
    if (node.kind === 'ParseOperator' || node.kind === 'ParseWhereOperator') defineParsed(node, found);
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

/** `parse A with * 'x' B 'y' *`: B is what stands between. */
function defineParsed(node: SyntaxNode, found: Definition[]): void {
  const source = node.parts['Expression'];
  const patterns = list(node, 'Patterns');
  if (!source) return;
  patterns.forEach((piece, i) => {
    const name = piece.kind === 'NameDeclaration' ? piece : piece.parts['Name'];
    if (!name) return;
    const [before, after] = [patterns[i - 1], patterns[i + 1]];
    const wrap: Wrap = {
      kind: 'between',
      before: before?.string ?? '',
      after: after?.string ?? '',
      isFirst: i === 0 || (i === 1 && before?.kind !== 'StarExpression'),
    };
    // What is parsed has the same name at times: the column before is meant there.
    found.push({
      name: nameText(name),
      from: node.start + node.length,
      value: source,
      steps: [],
      wraps: [wrap],
    });
  });
}

/** An aggregate without a name is called after the function and what it is of. */
function defineAggregate(call: SyntaxNode, node: SyntaxNode, found: Definition[]): void {
  if (call.kind !== 'FunctionCallExpression') return;
  const [first] = callArguments(call);
  const name = nameText(call.parts['Name'] ?? call);
  const from = node.start + node.length;
  const prefix = /^make_?(set|list)/.exec(name)?.[1];
  const of = first && lastName(first);
  if (first && of !== undefined && prefix !== undefined)
    found.push({ name: `${prefix}_${of}`, from, value: call, steps: [] });
  else if (/^count(if)?$/.test(name)) found.push({ name: `${name}_`, from, value: call, steps: [] });
  else if (/^(dcount(if)?|count_distinct(if)?)$/.test(name) && of !== undefined)
    found.push({ name: `${name}_${of}`, from, value: call, steps: [] });
}
