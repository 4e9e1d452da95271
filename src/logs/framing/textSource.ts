import { isAscii, isUtf8 } from 'node:buffer';
import { AzimuthError } from '../../base/errors.ts';
import { type Decoder, decoderFor } from './encodings.ts';
import { Windows1252Test, windows1252ToUtf8 } from './windows1252.ts';

/** Enough to tell an encoding of Unicode by. */
const HEAD_BYTES = 64;

/** Opens bytes at their start. Each chunk holds until the next is asked for. */
export type OpenBytes = (signal?: AbortSignal, onRead?: (bytes: number) => void) => AsyncIterable<Buffer>;

/**
 * Text as UTF-8 without a mark, to be read from the start as often as needed. It may be in any of Unicode's encodings, or in
 * Windows-1252, which only all of its bytes tell: where the first that are not UTF-8 come by, the bytes are looked through
 * once. Other bytes pass as they are.
 */
export class TextSource {
  readonly #bytes: OpenBytes;
  #isWindows1252: boolean | undefined;

  constructor(bytes: OpenBytes) {
    this.#bytes = bytes;
  }

  /** Of what was read so far. */
  get isWindows1252(): boolean {
    return this.#isWindows1252 === true;
  }

  async *open(signal?: AbortSignal, onRead?: (bytes: number) => void): AsyncGenerator<Buffer> {
    let decoder: Decoder | undefined;
    let head: Buffer = Buffer.alloc(0);
    for await (const chunk of this.#bytes(signal, onRead)) {
      if (decoder) {
        yield await this.#decoded(decoder, chunk, signal);
        continue;
      }
      head = head.length === 0 && chunk.length >= HEAD_BYTES ? chunk : Buffer.concat([head, chunk]);
      if (head.length < HEAD_BYTES) continue;
      decoder = decoderFor(head);
      yield await this.#decoded(decoder, head, signal);
    }
    if (!decoder) {
      decoder = decoderFor(head);
      yield await this.#decoded(decoder, head, signal);
    }
    decoder.end();
  }

  async #decoded(decoder: Decoder, data: Buffer, signal: AbortSignal | undefined): Promise<Buffer> {
    if (!decoder.isUnmarked || isAscii(data)) return decoder.decode(data);
    this.#isWindows1252 ??= !isUtf8(data) && (await this.#looksLikeWindows1252(signal));
    return this.#isWindows1252 ? windows1252ToUtf8(data) : decoder.decode(data);
  }

  async #looksLikeWindows1252(signal: AbortSignal | undefined): Promise<boolean> {
    const test = new Windows1252Test();
    try {
      for await (const chunk of this.#bytes(signal)) {
        test.see(chunk);
        if (test.isRuledOut) return false;
      }
    } catch (error) {
      // Whoever reads on comes upon the damage and tells of it; what is before it decides.
      if (!(error instanceof AzimuthError)) throw error;
    }
    return test.end();
  }
}
