import type { SyntaxNode } from '../../kql/syntax/node.ts';

/** The query cut off after one of its operators. */
export interface QueryStep {
  /** What the step adds, in one line. */
  readonly title: string;
  readonly text: string;
}

const MAX_TITLE = 100;

/** The last statement of a query, an operator more a step; declarations before it stay. The last step is the query itself. */
export function querySteps(text: string, root: SyntaxNode): readonly QueryStep[] {
  const last = root.parts['Statements']?.items.findLast(({ kind }) => kind === 'ExpressionStatement')?.parts[
    'Expression'
  ];
  const steps: QueryStep[] = [];
  for (let node = last; node; node = node.kind === 'PipeExpression' ? node.parts['Expression'] : undefined) {
    const added = node.kind === 'PipeExpression' ? node.parts['Operator'] : node;
    if (!added) break;
    const title = text.slice(added.start, added.start + added.length).replace(/\s+/g, ' ');
    steps.unshift({
      title: title.length > MAX_TITLE ? `${title.slice(0, MAX_TITLE - 1)}…` : title,
      text: text.slice(0, node.start + node.length),
    });
  }
  return steps;
}
