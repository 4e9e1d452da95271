const CR = 0x0d;

/**
 * Takes off the carriage returns that git or an editor put before line feeds, and tells of each run of such lines once:
 * a file whose every line would be called changed would not say what happened to it.
 */
export class CarriageReturns {
  readonly #found: (line: number, message: string) => void;
  #from = 0;
  #count = 0;

  constructor(found: (line: number, message: string) => void) {
    this.#found = found;
  }

  /** The bytes of the line without a return at their end. */
  without(bytes: Buffer, line: number): Buffer {
    if (bytes.at(-1) !== CR) {
      this.end();
      return bytes;
    }
    if (this.#count === 0) this.#from = line;
    this.#count += 1;
    return bytes.subarray(0, -1);
  }

  end(): void {
    if (this.#count === 0) return;
    const others = this.#count === 1 ? '' : ` and the next ${this.#count - 1}`;
    this.#found(
      this.#from,
      `This line${others} ended in LF and now in CRLF: git or an editor changed the line ends. Put LF back`,
    );
    this.#count = 0;
  }
}
