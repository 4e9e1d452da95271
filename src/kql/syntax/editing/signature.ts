import { syntaxKinds, toArray } from '../language.ts';
import type { SignatureHelp } from './edited.ts';
import type { CalledFunction, NavigableNode } from './kusto.ts';

/** Help on the innermost call around the offset; undefined outside of calls. */
export function signatureAt(root: NavigableNode, offset: number): SignatureHelp | undefined {
  const kinds = syntaxKinds();
  const call = innermostCall(root, kinds, offset);
  const called = call?.GetChild(0)?.ReferencedSymbol as
    | (CalledFunction & { readonly Kind: number })
    | undefined;
  const signatures = toArray(called?.Signatures);
  if (!call || !called || signatures.length === 0) return undefined;
  const given = argumentsBefore(call, kinds, offset);
  const described = signatures.map(({ Parameters }) => ({
    name: called.Name,
    description: called.Description ?? '',
    parameters: toArray(Parameters).map(({ Name, Description, IsOptional, MaxOccurring }) => ({
      label: `${IsOptional ? `[${Name}]` : Name}${MaxOccurring > 1 ? ', ...' : ''}`,
      description: Description ?? '',
    })),
  }));
  const fitting = described.findIndex(({ parameters }) => parameters.length > given);
  const activeSignature = fitting < 0 ? described.length - 1 : fitting;
  const last = (described[activeSignature]?.parameters.length ?? 1) - 1;
  return { signatures: described, activeSignature, activeParameter: Math.min(given, Math.max(0, last)) };
}

function innermostCall(
  root: NavigableNode,
  kinds: readonly string[],
  offset: number,
): NavigableNode | undefined {
  let found: NavigableNode | undefined;
  const visit = (node: NavigableNode): void => {
    if (node.IsToken || offset < node.TextStart || offset > node.End + 1) return;
    if (kinds[node.Kind] === 'FunctionCallExpression' && isInArguments(node, kinds, offset)) found = node;
    for (let i = 0; i < node.ChildCount; i++) {
      const child = node.GetChild(i);
      if (child) visit(child as NavigableNode);
    }
  };
  visit(root);
  return found;
}

/** The parentheses and what is between them; a closing one that is missing is at the end of the text. */
function isInArguments(call: NavigableNode, kinds: readonly string[], offset: number): boolean {
  const list = call.GetChild(1) as NavigableNode | null;
  if (!list || list.IsMissing) return false;
  const close = list.GetChild(list.ChildCount - 1);
  const end =
    close && kinds[close.Kind] === 'CloseParenToken' && !close.IsMissing ? close.TextStart : Infinity;
  return offset > list.TextStart && offset <= end;
}

function argumentsBefore(call: NavigableNode, kinds: readonly string[], offset: number): number {
  const list = call.GetChild(1)?.GetChild(1);
  let count = 0;
  for (let i = 0; list && i < list.ChildCount; i++) {
    const element = list.GetChild(i) as NavigableNode | null;
    const separator = element?.GetChild(element.ChildCount - 1);
    if (
      separator &&
      kinds[separator.Kind] === 'CommaToken' &&
      !separator.IsMissing &&
      separator.TextStart < offset
    )
      count++;
  }
  return count;
}
