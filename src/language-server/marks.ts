import type { Diagnostic } from 'vscode-languageserver';

/** How long a text rests before it is checked, in milliseconds. */
const REST = 200;
/** The same for one that the editor has not asked about yet, so that nobody sees it. */
const REST_UNSEEN = 2000;

/**
 * Checks documents when they have rested, each after its last change. One at a time, with room for requests between two: a
 * notebook that is opened brings hundreds at once. Those that nobody sees come later and leave half of a processor free,
 * because to check them all at once would keep the first cells from the screen.
 */
export class Marks {
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  /** What has rested, in sight and out of it. */
  private readonly rested = new Set<string>();
  private readonly unseen = new Set<string>();
  private readonly seen = new Set<string>();
  /** Documents that the editor shows marks in: it need not be told of hundreds of others that they have none. */
  private readonly marked = new Set<string>();
  private checking: NodeJS.Immediate | undefined;
  private pausing: NodeJS.Timeout | undefined;
  /** Milliseconds that the last check out of sight took, and the pause after it takes. */
  private took = 0;
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
    const isSeen = this.seen.has(uri);
    const rest = setTimeout(
      () => {
        this.waiting.delete(uri);
        (isSeen ? this.rested : this.unseen).add(uri);
        this.checkNext();
      },
      isSeen ? REST : REST_UNSEEN,
    );
    this.waiting.set(uri, rest);
  }

  /** The editor asked about the document, which it does of what it shows. */
  asked(uri: string): void {
    if (this.seen.has(uri)) return;
    this.seen.add(uri);
    if (this.unseen.delete(uri)) {
      this.rested.add(uri);
      this.checkNext();
    } else if (this.waiting.has(uri)) this.changed(uri);
  }

  closed(uri: string): void {
    this.dropped(uri);
    this.seen.delete(uri);
    this.tell(uri, []);
  }

  private tell(uri: string, found: readonly Diagnostic[]): void {
    const were = this.marked.delete(uri);
    if (found.length > 0) this.marked.add(uri);
    if (were || found.length > 0) this.publish(uri, found);
  }

  private dropped(uri: string): void {
    clearTimeout(this.waiting.get(uri));
    this.waiting.delete(uri);
    this.rested.delete(uri);
    this.unseen.delete(uri);
  }

  private checkNext(): void {
    if (this.rested.size > 0)
      this.checking ??= setImmediate(() => {
        this.checking = undefined;
        this.checkFirst(this.rested);
        this.checkNext();
      });
    if (this.unseen.size > 0)
      this.pausing ??= setTimeout(() => {
        this.pausing = undefined;
        const started = performance.now();
        this.checkFirst(this.unseen);
        this.took = performance.now() - started;
        this.checkNext();
      }, this.took);
  }

  private checkFirst(uris: Set<string>): void {
    for (const uri of uris) {
      uris.delete(uri);
      const found = this.check(uri);
      if (found) this.tell(uri, found);
      break;
    }
  }
}
