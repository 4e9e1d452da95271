/** The part of a tree that is looked through. */
interface Searched<Node> {
  /** How often all of it was to be read anew. */
  readonly refreshes: number;
  find(
    is: (node: Node) => boolean,
    mayHold: (node: Node) => boolean | Promise<boolean>,
  ): Promise<Node | undefined>;
}

/** The part of a view of a tree that selects. */
interface Revealing<Node> {
  readonly visible: boolean;
  readonly selection: readonly Node[];
  reveal(node: Node, options: { readonly select: boolean; readonly focus: boolean }): Thenable<void>;
}

/** A node that is not there or not selected although nothing was read anew is tried again as often, after a pause each. */
const TRIES = 5;
const PAUSE_MS = 200;

/**
 * Selects a node of a tree for others. While a tree is read anew its view knows no rows and selects none of them without saying
 * so: what is to be selected is looked for again until it is. The latest wins, and a choice of the person before all.
 */
export class TreeFollower<Node> {
  private readonly tree: Searched<Node>;
  private readonly view: Revealing<Node>;
  private readonly pauseMs: number;
  private turn = 0;
  /** Reveals are done one after the other: the view ends with the last that ends. */
  private revealing: Promise<unknown> = Promise.resolve();
  private isShown: ((node: Node) => boolean) | undefined;

  constructor(tree: Searched<Node>, view: Revealing<Node>, pauseMs = PAUSE_MS) {
    this.tree = tree;
    this.view = view;
    this.pauseMs = pauseMs;
  }

  /** Quietly leaves all as it is where no node `is` what is wanted. */
  async show(
    is: (node: Node) => boolean,
    mayHold: (node: Node) => boolean | Promise<boolean>,
  ): Promise<void> {
    const turn = ++this.turn;
    const isLatest = (): boolean => turn === this.turn && this.view.visible;
    for (let tries = 0; tries < TRIES && isLatest(); ) {
      const before = this.tree.refreshes;
      const node = await this.tree.find(is, mayHold);
      if (node) await this.reveal(node, is, isLatest);
      if (this.tree.refreshes !== before) continue;
      if (node && this.view.selection.some(is)) return;
      tries++;
      await new Promise((resolve) => setTimeout(resolve, this.pauseMs));
    }
  }

  /** Whether a selected node is a person's choice; what was still to be shown then is not any more. */
  isChoice(node: Node): boolean {
    if (this.isShown?.(node)) return false;
    this.turn++;
    return true;
  }

  private async reveal(node: Node, is: (node: Node) => boolean, isLatest: () => boolean): Promise<void> {
    const revealed = this.revealing.then(async () => {
      if (!isLatest()) return;
      this.isShown = is;
      try {
        await this.view.reveal(node, { select: true, focus: false });
      } catch {
        // A row that was drawn anew in between; it is looked for again.
      } finally {
        this.isShown = undefined;
      }
    });
    this.revealing = revealed;
    await revealed;
  }
}
