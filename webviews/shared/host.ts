interface VsCodeApi {
  postMessage(message: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The page's end of the wire: typed both ways, and nothing is handled that `parse` does not know. */
export class Host<To, From> {
  readonly #api = acquireVsCodeApi();
  readonly #parse: (value: unknown) => To | undefined;

  constructor(parse: (value: unknown) => To | undefined) {
    this.#parse = parse;
  }

  send(message: From): void {
    this.#api.postMessage(message);
  }

  /** `onUnknown` hears of messages that are not of the protocol. */
  listen(onMessage: (message: To) => void, onUnknown: () => void): void {
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      const message = this.#parse(event.data);
      if (message === undefined) onUnknown();
      else onMessage(message);
    });
  }
}
