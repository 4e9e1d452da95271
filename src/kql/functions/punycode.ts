/* Punycode, RFC 3492. */
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;

function adapt(delta: number, points: number, first: boolean): number {
  let d = first ? Math.floor(delta / DAMP) : delta >> 1;
  d += Math.floor(d / points);
  let k = 0;
  for (; d > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) d = Math.floor(d / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * d) / (d + SKEW));
}

function threshold(k: number, bias: number): number {
  return k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
}

function digit(value: number): string {
  return String.fromCharCode(value < 26 ? 97 + value : 22 + value);
}

function digitValue(c: string): number {
  const code = c.toLowerCase().charCodeAt(0);
  return code >= 97 && code <= 122 ? code - 97 : code >= 48 && code <= 57 ? code - 22 : BASE;
}

export function punycodeEncode(text: string): string | undefined {
  const input = Array.from(text).map((c) => c.codePointAt(0) ?? 0);
  let output = input
    .filter((c) => c < 128)
    .map((c) => String.fromCharCode(c))
    .join('');
  const basic = output.length;
  let handled = basic;
  if (basic > 0) output += '-';
  let n = INITIAL_N;
  let delta = 0;
  let bias = INITIAL_BIAS;
  while (handled < input.length) {
    const next = Math.min(...input.filter((c) => c >= n));
    delta += (next - n) * (handled + 1);
    n = next;
    for (const c of input) {
      if (c < n) delta++;
      if (c !== n) continue;
      let q = delta;
      for (let k = BASE; ; k += BASE) {
        const t = threshold(k, bias);
        if (q < t) break;
        output += digit(t + ((q - t) % (BASE - t)));
        q = Math.floor((q - t) / (BASE - t));
      }
      output += digit(q);
      bias = adapt(delta, handled + 1, handled === basic);
      delta = 0;
      handled++;
    }
    delta++;
    n++;
  }
  return output;
}

export function punycodeDecode(text: string): string | undefined {
  const border = text.lastIndexOf('-');
  const output = Array.from(text.slice(0, Math.max(0, border))).map((c) => c.codePointAt(0) ?? 0);
  let at = border >= 0 ? border + 1 : 0;
  let n = INITIAL_N;
  let i = 0;
  let bias = INITIAL_BIAS;
  while (at < text.length) {
    const before = i;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const value = digitValue(text[at++] ?? '');
      if (value >= BASE) return undefined;
      i += value * weight;
      const t = threshold(k, bias);
      if (value < t) break;
      weight *= BASE - t;
    }
    bias = adapt(i - before, output.length + 1, before === 0);
    n += Math.floor(i / (output.length + 1));
    i %= output.length + 1;
    if (n > 0x10ffff) return undefined;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}

/** A domain's labels, `xn--` ones decoded. */
export function toUnicode(domain: string): string {
  return domain
    .split('.')
    .map((label) =>
      label.toLowerCase().startsWith('xn--') ? (punycodeDecode(label.slice(4)) ?? label) : label,
    )
    .join('.');
}

/** A domain's labels, those beyond ASCII encoded; any of IDNA's four dots ends a label. */
export function toPunycode(domain: string): string {
  return domain
    .split(/[.\u3002\uff0e\uff61]/)
    .map((label) => (/^\p{ASCII}*$/u.test(label) ? label : `xn--${punycodeEncode(label) ?? ''}`))
    .join('.');
}
