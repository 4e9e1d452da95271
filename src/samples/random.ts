const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Deterministic random numbers (sfc32). Two instances made of the same labels give the same sequence, so each
 * part of the tenant draws from its own instance and none depends on what another part has drawn.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(...labels: readonly (string | number)[]) {
    const text = labels.join('\u001f');
    this.#a = fnv1a(text, 0x811c9dc5);
    this.#b = fnv1a(text, 0x9e3779b9);
    this.#c = fnv1a(text, 0x85ebca6b);
    for (let i = 0; i < 12; i++) this.bits();
  }

  /** 32 random bits, unsigned. */
  bits(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** In [0, 1). */
  unit(): number {
    return this.bits() / 4_294_967_296;
  }

  /** An integer in [low, high]. */
  int(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  between(low: number, high: number): number {
    return low + this.unit() * (high - low);
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.unit() * items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  /** `count` different items, or all of them where there are fewer. */
  several<T>(items: readonly T[], count: number): T[] {
    const rest = [...items];
    const taken: T[] = [];
    while (taken.length < count && rest.length > 0)
      taken.push(...rest.splice(Math.floor(this.unit() * rest.length), 1));
    return taken;
  }

  /** Mean `mean`, never negative. */
  exponential(mean: number): number {
    return -Math.log(1 - this.unit()) * mean;
  }

  /** Heavy-tailed size around `median`, the form that files and answers have. */
  size(median: number, spread = 1.2): number {
    return Math.max(1, Math.round(median * Math.exp(this.normal() * spread)));
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
  }

  /** Lower-case hexadecimal of `bytes` bytes. */
  hex(bytes: number): string {
    let text = '';
    for (let i = 0; i < bytes; i += 4) text += word(this.bits());
    return text.slice(0, bytes * 2);
  }

  guid(): string {
    const a = word(this.bits());
    const b = word(this.bits());
    const c = word(this.bits());
    const variant = '89ab'.charAt(this.bits() & 3);
    return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${word(this.bits())}`;
  }

  /** Base64url text as token identifiers and etags have it. */
  token(length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += BASE64URL.charAt(this.bits() & 63);
    return text;
  }
}

/** Picks by weight in one draw. */
export class Weighted<T> {
  readonly #items: readonly T[];
  readonly #cumulative: readonly number[];
  readonly #total: number;

  constructor(entries: readonly (readonly [T, number])[]) {
    let total = 0;
    this.#items = entries.map(([item]) => item);
    this.#cumulative = entries.map(([, weight]) => (total += weight));
    this.#total = total;
    if (!(total > 0)) throw new RangeError('weights add up to nothing');
  }

  pick(random: Random): T {
    const at = random.unit() * this.#total;
    const index = this.#cumulative.findIndex((edge) => at < edge);
    return this.#items[index] as T;
  }
}

function word(bits: number): string {
  return (
    (HEX[bits >>> 24] ?? '') +
    (HEX[(bits >>> 16) & 255] ?? '') +
    (HEX[(bits >>> 8) & 255] ?? '') +
    (HEX[bits & 255] ?? '')
  );
}

function fnv1a(text: string, basis: number): number {
  let hash = basis;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) ^ (hash >>> 13);
}
