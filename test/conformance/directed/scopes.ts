import { list, nameText } from '../../../src/kql/plan/access.ts';
import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';

interface Statement {
  readonly start: number;
  readonly name: string | undefined;
  /** Names that its rows come from. */
  readonly sources: ReadonlySet<string>;
}

/** A side of its own within a statement. */
interface Side {
  readonly start: number;
  readonly end: number;
  /** Its columns are seen by what follows. */
  readonly isJoined: boolean;
}

/** Which columns are seen from where: not those of the other side of a join, nor of lists that are only looked into. */
export class Scopes {
  private readonly statements: readonly Statement[];
  private readonly sides: Side[] = [];

  constructor(root: SyntaxNode) {
    this.statements = list(root, 'Statements').map((node) => {
      const sources = new Set<string>();
      sourcesIn(node, sources);
      const name = node.parts['Name'];
      return { start: node.start, name: name && nameText(name), sources };
    });
    this.findSides(root);
  }

  private findSides(node: SyntaxNode): void {
    if (node.kind === 'JoinOperator' || node.kind === 'LookupOperator')
      this.addSide(node.parts['Expression'], true);
    if (node.kind === 'UnionOperator') for (const one of list(node, 'Expressions')) this.addSide(one, true);
    if (isLookedInto(node)) this.addSide(node.parts['Right'], false);
    for (const child of [...Object.values(node.parts), ...node.items]) this.findSides(child);
  }

  private addSide(node: SyntaxNode | undefined, isJoined: boolean): void {
    // What is named at the end of a side is asked for just behind it.
    if (node) this.sides.push({ start: node.start, end: node.start + node.length + 0.9, isJoined });
  }

  sees(at: number, defined: number): boolean {
    const holds = ({ start, end }: Side, place: number): boolean => start <= place && place <= end;
    const isHidden = this.sides.some((side) =>
      holds(side, at)
        ? !holds(side, defined) && !this.isElsewhere(at, defined)
        : !side.isJoined && holds(side, defined),
    );
    if (isHidden) return false;
    const [here, there] = [this.containing(at), this.containing(defined)];
    return !here || !there || this.reaches(here, there, 0);
  }

  private isElsewhere(at: number, defined: number): boolean {
    return this.containing(at) !== this.containing(defined);
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
  for (const [name, child] of Object.entries(node.parts))
    if (!(isLookedInto(node) && name === 'Right')) sourcesIn(child, found);
  for (const child of node.items) sourcesIn(child, found);
}

function isLookedInto({ kind }: SyntaxNode): boolean {
  return /^(Not)?(In|HasAny|HasAll)(Cs)?Expression$/.test(kind);
}
