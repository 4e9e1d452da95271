import { refuse, type Span } from '../../diagnostics.ts';
import { asJson } from '../../functions/convert.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { callArguments, nameText, part } from '../access.ts';
import type { Builder, Env } from '../builder.ts';
import { constantText, type Expr } from '../expr.ts';

export interface PluginArguments {
  readonly positional: readonly SyntaxNode[];
  readonly named: ReadonlyMap<string, SyntaxNode>;
}

export function pluginArguments(call: SyntaxNode): PluginArguments {
  const args = callArguments(call);
  return {
    positional: args.filter((arg) => arg.kind !== 'SimpleNamedExpression'),
    named: new Map(
      args
        .filter((arg) => arg.kind === 'SimpleNamedExpression')
        .map((arg) => [nameText(part(arg, 'Name')), part(arg, 'Expression')]),
    ),
  };
}

export function given(call: SyntaxNode, args: readonly SyntaxNode[], index: number): SyntaxNode {
  const found = args[index];
  if (!found) throw refuse('incomplete', 'An argument is missing.', call);
  return found;
}

export function textArgument(builder: Builder, node: SyntaxNode | undefined, env: Env): string | undefined {
  if (!node) return undefined;
  const expr: Expr = builder.expr(node, env);
  const text = constantText(expr);
  if (text === undefined)
    throw refuse('argument-not-constant', 'This argument must be a constant text.', node);
  return text;
}

export function flagArgument(builder: Builder, node: SyntaxNode | undefined, env: Env): boolean {
  if (!node) return false;
  const expr = builder.expr(node, env);
  if (expr.kind !== 'literal')
    throw refuse('argument-not-constant', 'This argument must be a constant.', node);
  return expr.value === true || expr.value === 1n;
}

/** A value as the JSON from which the plan's `rows` makes it again: ticks of moments and spans, texts of decimals. */
export function asCell(builder: Builder, value: Expr, node: Span): Expr {
  switch (value.type) {
    case 'datetime':
    case 'timespan':
      return asJson(builder.convert(value, 'long', node));
    case 'decimal':
      return asJson(builder.convert(value, 'string', node));
    default:
      return asJson(value);
  }
}
