import * as vscode from 'vscode';

/** A row of one of our trees: what is drawn, and how to get what is under it. */
export interface TreeNode<Self> {
  readonly item: vscode.TreeItem;
  readonly children?: () => readonly Self[] | Promise<readonly Self[]>;
}

/** A tree that is read anew at each refresh; errors go to `report` and leave the view empty. */
export class NodeTree<Node extends TreeNode<Node>>
  implements vscode.TreeDataProvider<Node>, vscode.Disposable
{
  private readonly changed = new vscode.EventEmitter<Node | undefined>();
  private readonly roots: () => readonly Node[] | Promise<readonly Node[]>;
  private readonly report: (error: unknown) => void;
  private readonly parents = new WeakMap<Node, Node>();
  private timesRefreshed = 0;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(roots: () => readonly Node[] | Promise<readonly Node[]>, report: (error: unknown) => void) {
    this.roots = roots;
    this.report = report;
  }

  /**
   * Reads anew what is under a node, else all of the tree. Until the roots are read again VS Code knows none of the rows that
   * it still shows, and commands on them get no node: what takes time is read before.
   */
  refresh(node?: Node): void {
    if (!node) this.timesRefreshed++;
    this.changed.fire(node);
  }

  /** How often all of the tree was to be read anew. */
  get refreshes(): number {
    return this.timesRefreshed;
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node.item;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    try {
      const children = [...(await (node ? (node.children?.() ?? []) : this.roots()))];
      if (node) for (const child of children) this.parents.set(child, node);
      return children;
    } catch (error) {
      this.report(error);
      return [];
    }
  }

  getParent(node: Node): Node | undefined {
    return this.parents.get(node);
  }

  /** The first node that `is` what is looked for, in the order of the tree, among those below nodes that `mayHold` it. */
  async find(
    is: (node: Node) => boolean,
    mayHold: (node: Node) => boolean | Promise<boolean>,
  ): Promise<Node | undefined> {
    const among = async (parent?: Node): Promise<Node | undefined> => {
      for (const node of await this.getChildren(parent)) {
        if (is(node)) return node;
        const found = (await mayHold(node)) ? await among(node) : undefined;
        if (found) return found;
      }
      return undefined;
    };
    return among();
  }

  dispose(): void {
    this.changed.dispose();
  }
}

/** All that is seen of an item, as text. */
export function wordsOf({
  id,
  label,
  description,
  tooltip,
  iconPath,
  contextValue,
  collapsibleState,
}: vscode.TreeItem): string {
  const icon = iconPath instanceof vscode.ThemeIcon ? [iconPath.id, iconPath.color?.id] : [];
  return JSON.stringify([id, label, description, tooltip, icon, contextValue, collapsibleState]);
}

export interface ItemOptions {
  readonly id?: string;
  readonly description?: string;
  readonly tooltip?: string | vscode.MarkdownString;
  /** A codicon and, where it carries meaning, the theme colour that goes with its shape. */
  readonly icon?: string;
  readonly color?: string;
  readonly context?: string;
  readonly command?: vscode.Command;
  readonly expand?: 'collapsed' | 'expanded';
}

export function treeItem(label: string, options: ItemOptions = {}): vscode.TreeItem {
  const item = new vscode.TreeItem(
    label,
    options.expand === undefined
      ? vscode.TreeItemCollapsibleState.None
      : options.expand === 'expanded'
        ? vscode.TreeItemCollapsibleState.Expanded
        : vscode.TreeItemCollapsibleState.Collapsed,
  );
  if (options.id !== undefined) item.id = options.id;
  if (options.description !== undefined) item.description = options.description;
  item.tooltip = options.tooltip ?? [label, options.description].filter((part) => part).join(' — ');
  if (options.icon !== undefined)
    item.iconPath = new vscode.ThemeIcon(
      options.icon,
      options.color === undefined ? undefined : new vscode.ThemeColor(options.color),
    );
  if (options.context !== undefined) item.contextValue = options.context;
  if (options.command !== undefined) item.command = options.command;
  return item;
}
