import { list, nameText } from '../../../src/kql/plan/access.ts';
import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';

interface Statement {
  readonly start: number;
  readonly name: string | undefined;
  /** Names that its rows come from. */
  readonly sources: ReadonlySet<string>;
}

/** Which statement's columns another sees: those of the tables that it goes on with, not of lists that it only looks into. */
export class Scopes {
  private readonly statements: readonly Statement[];

  constructor(root: SyntaxNode) {
    this.statements = list(root, 'Statements').map((node) => {
      const sources = new Set<string>();
      sourcesIn(node, sources);
      const name = node.parts['Name'];
      return { start: node.start, name: name && nameText(name), sources };
    });
  }

  sees(at: number, defined: number): boolean {
    const [here, there] = [this.containing(at), this.containing(defined)];
    return !here || !there || this.reaches(here, there, 0);
  }

  private reaches(from: Statement, to: Statement, depth: number): boolean {
    if (from === to || depth > 20) return from === to;
    return this.statements.some(
      (one) => one.name !== undefined && from.sources.has(one.name) && this.reaches(one, to, depth + 1),
    );
  }

  private containing(at: number): Statement | undefined {
    return this.statements.findLast(({ start }) => start <= at);
  }
}

function sourcesIn(node: SyntaxNode, found: Set<string>): void {
  if (node.kind === 'NameReference') found.add(nameText(node));
  const isLookedInto = /^(Not)?(In|HasAny|HasAll)(Cs)?Expression$/.test(node.kind);
  for (const [name, child] of Object.entries(node.parts))
    if (!(isLookedInto && name === 'Right')) sourcesIn(child, found);
  for (const child of node.items) sourcesIn(child, found);
}
