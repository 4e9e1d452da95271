import type { Diagnostic } from 'vscode-languageserver';

/** How long a text rests before it is checked, in milliseconds. */
const REST = 200;

/**
 * Checks documents when they have rested, each after its last change. One at a time, with room for requests between two: a
 * notebook that is opened brings hundreds at once.
 */
export class Marks {
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private readonly rested = new Set<string>();
  /** Documents that the editor shows marks in: it need not be told of hundreds of others that they have none. */
  private readonly marked = new Set<string>();
  private checking: NodeJS.Immediate | undefined;
  private readonly check: (uri: string) => readonly Diagnostic[] | undefined;
  private readonly publish: (uri: string, diagnostics: readonly Diagnostic[]) => void;

  /** `check` gives undefined for a document that is no longer open. */
  constructor(
    check: (uri: string) => readonly Diagnostic[] | undefined,
    publish: (uri: string, diagnostics: readonly Diagnostic[]) => void,
  ) {
    this.check = check;
    this.publish = publish;
  }

  changed(uri: string): void {
    this.dropped(uri);
    this.waiting.set(
      uri,
      setTimeout(() => {
        this.waiting.delete(uri);
        this.rested.add(uri);
        this.checkNext();
      }, REST),
    );
  }

  closed(uri: string): void {
    this.dropped(uri);
    this.waiting.delete(uri);
    this.tell(uri, []);
  }

  private tell(uri: string, found: readonly Diagnostic[]): void {
    const were = this.marked.delete(uri);
    if (found.length > 0) this.marked.add(uri);
    if (were || found.length > 0) this.publish(uri, found);
  }

  private dropped(uri: string): void {
    clearTimeout(this.waiting.get(uri));
    this.rested.delete(uri);
  }

  private checkNext(): void {
    this.checking ??= setImmediate(() => {
      this.checking = undefined;
      for (const uri of this.rested) {
        this.rested.delete(uri);
        const found = this.check(uri);
        if (found) this.tell(uri, found);
        break;
      }
      if (this.rested.size > 0) this.checkNext();
    });
  }
}
