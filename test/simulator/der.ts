/** As much of DER as a certificate needs. */
function item(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => item(0x30, Buffer.concat(parts));
export const set = (...parts: readonly Uint8Array[]): Buffer => item(0x31, Buffer.concat(parts));
export const utf8 = (text: string): Buffer => item(0x0c, Buffer.from(text));
export const octets = (bytes: Uint8Array): Buffer => item(0x04, bytes);
export const bits = (bytes: Uint8Array): Buffer => item(0x03, Buffer.concat([Buffer.from([0]), bytes]));
export const yes = item(0x01, Buffer.from([0xff]));
export const explicit = (tag: number, content: Uint8Array): Buffer => item(0xa0 + tag, content);
export const implicit = (tag: number, content: Uint8Array): Buffer => item(0x80 + tag, content);

/** Not negative; a leading zero keeps it so. */
export function integer(bytes: Uint8Array): Buffer {
  const first = bytes[0] ?? 0;
  return item(0x02, first > 127 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** Dotted. */
export function objectId(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const septets = [part & 127];
    for (let left = part >> 7; left > 0; left >>= 7) septets.unshift((left & 127) | 128);
    bytes.push(...septets);
  }
  return item(0x06, Buffer.from(bytes));
}

export function time(date: Date): Buffer {
  return item(0x18, Buffer.from(`${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`));
}
