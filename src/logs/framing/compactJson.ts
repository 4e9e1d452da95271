/** The JSON text on one line: white space between tokens is left out where the text has line breaks; else it stays as it is. */
export function compactJson(text: Buffer): Buffer {
  if (!text.includes(10) && !text.includes(13)) return text;
  const out = Buffer.allocUnsafe(text.length);
  let length = 0;
  let inString = false;
  let escaped = false;
  for (const byte of text) {
    if (inString) {
      if (escaped) escaped = false;
      else if (byte === 92) escaped = true;
      else if (byte === 34) inString = false;
    } else if (byte === 34) inString = true;
    else if (byte === 32 || byte === 10 || byte === 13 || byte === 9) continue;
    out[length++] = byte;
  }
  return out.subarray(0, length);
}

/** The elements of a JSON array's text, each as it stands. */
export function arrayElements(text: Buffer): readonly Buffer[] {
  const elements: Buffer[] = [];
  let depth = 0;
  let inString = false;
  let escaped = false;
  let start = -1;
  const finish = (end: number): void => {
    if (start >= 0) elements.push(trimmed(text.subarray(start, end)));
    start = -1;
  };
  for (let at = text.indexOf(91) + 1; at < text.length; at++) {
    const byte = text[at] ?? 0;
    if (inString) {
      if (escaped) escaped = false;
      else if (byte === 92) escaped = true;
      else if (byte === 34) inString = false;
      continue;
    }
    if (byte === 93 || byte === 125) {
      if (depth === 0) {
        finish(at);
        break;
      }
      depth -= 1;
    } else if (byte === 44 && depth === 0) finish(at);
    else if (byte > 32) {
      if (start < 0) start = at;
      if (byte === 34) inString = true;
      else if (byte === 91 || byte === 123) depth += 1;
    }
  }
  return elements;
}

function trimmed(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] ?? 0) <= 32) end--;
  return bytes.subarray(0, end);
}
