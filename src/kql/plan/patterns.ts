import { refuse } from '../diagnostics.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { callArguments, list, nameText, part } from './access.ts';
import type { Env } from './builder.ts';
import { literal } from './expr.ts';
import type { Relation } from './relation.ts';
import { Scope } from './scope.ts';

/**
 * `declare pattern`: a table for each of the lists of texts that it names, its arguments and then its path; none where it is only
 * declared. `rows`: what a body gives in the scope that it sees.
 */
export function patternRows(
  statement: SyntaxNode,
  declared: Scope,
  rows: (body: SyntaxNode, scope: Scope) => Relation,
): (texts: readonly string[]) => Relation | undefined {
  const declaration = statement.parts['Pattern'];
  if (!declaration) return () => undefined;
  const path = declaration.parts['PathParameter'];
  const names = [...list(declaration, 'Parameters'), ...(path ? [part(path, 'Parameter')] : [])].map(
    (parameter) => nameText(part(parameter, 'Name')),
  );
  const matches = list(declaration, 'Patterns').map((match) => ({
    texts: [...list(match, 'ParameterValues'), ...pathOf(match)].map((value) => value.string),
    body: part(match, 'Body'),
  }));
  return (texts) => {
    const found = matches.find((match) => sameTexts(match.texts, texts));
    if (!found) return undefined;
    const scope = new Scope(declared);
    names.forEach((name, i) => {
      scope.bind(name, { kind: 'scalar', expr: literal('string', texts[i] ?? '') });
    });
    return rows(found.body, scope);
  };
}

function pathOf(match: SyntaxNode): SyntaxNode[] {
  const path = match.parts['PathValue'];
  return path ? [part(path, 'Value')] : [];
}

function sameTexts(listed: readonly (string | undefined)[], texts: readonly string[]): boolean {
  return listed.length === texts.length && listed.every((text, i) => text === texts[i]);
}

/** True for `name("…")` and `name("…").path` of a pattern. */
export function isPatternCall(node: SyntaxNode): boolean {
  const call = node.kind === 'PathExpression' ? part(node, 'Expression') : node;
  return call.kind === 'FunctionCallExpression' && call.symbol?.kind === 'Pattern';
}

export function patternTable(node: SyntaxNode, env: Env): Relation {
  const path = node.kind === 'PathExpression' ? part(node, 'Selector') : undefined;
  const call = path ? part(node, 'Expression') : node;
  const name = nameText(part(call, 'Name'));
  // The binder takes literals only.
  const texts = callArguments(call).map((arg) => arg.string ?? '');
  const binding = env.scope.find(name);
  const relation = binding?.kind === 'pattern' && binding.rows([...texts, ...(path ? [nameText(path)] : [])]);
  if (relation) return relation;
  throw refuse('pattern-not-declared', `The pattern ${name} lists no table for this.`, node);
}
