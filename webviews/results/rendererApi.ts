/** What VS Code gives a notebook renderer; the parts that are used. */
export interface OutputItem {
  readonly id: string;
  readonly mime: string;
  json(): unknown;
}

export interface RendererContext {
  readonly postMessage?: (message: unknown) => void;
  readonly onDidReceiveMessage?: (listener: (message: unknown) => void) => { dispose(): void };
}

export interface Renderer {
  renderOutputItem(item: OutputItem, element: HTMLElement): void;
  disposeOutputItem(id?: string): void;
}
