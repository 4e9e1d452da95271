/** A cell's info string with one option set, or taken out (undefined); the others stay as they are written. */
export function withOption(info: string, key: string, value: string | undefined): string {
  const written =
    value === undefined ? '' : `${key}=${value === '' || /\s/.test(value) ? `"${value}"` : value}`;
  const place = new RegExp(`(^|\\s)${key}=(?:"[^"]*"|\\S*)`);
  if (place.test(info))
    return info.replace(place, (_, before: string) => (written === '' ? '' : `${before}${written}`)).trim();
  return [info.trim(), written].filter((part) => part !== '').join(' ');
}

const FRONT = /^(\uFEFF?---[ \t]*(\r?\n))([^]*?)(^(?:---|\.\.\.)[ \t]*(?:\r?\n|$))/m;

/** A notebook's head with a top-level key of its front matter set, or taken out; nothing else of it changes. */
export function withFrontMatter(head: string, key: string, value: string | undefined, eol: string): string {
  const front = FRONT.exec(head);
  const line = value === undefined ? '' : `${key}: ${scalar(value)}`;
  if (!front) {
    const mark = head.startsWith('\uFEFF') ? '\uFEFF' : '';
    return line === '' ? head : `${mark}---${eol}${line}${eol}---${eol}${eol}${head.slice(mark.length)}`;
  }
  const [whole, opening = '', end = eol, body = '', closing = ''] = front;
  const place = new RegExp(`^${key}:[^\\r\\n]*(\\r?\\n)`, 'm');
  const changed = place.test(body)
    ? body.replace(place, (_, own: string) => (line === '' ? '' : line + own))
    : line === ''
      ? body
      : `${body}${line}${end}`;
  return head.slice(0, front.index) + opening + changed + closing + head.slice(front.index + whole.length);
}

/**
 * The head with a value given to a parameter that is declared by its type alone: `name: type`, or a mapping with `type:`.
 * Undefined where it is written otherwise.
 */
export function withParameter(head: string, name: string, value: string): string | undefined {
  const short = new RegExp(`^([ \\t]+${name}:)[ \\t]*["']?(\\w+)["']?[ \\t]*(#[^\\r\\n]*)?(?=\\r?$)`, 'm');
  if (short.test(head))
    return head.replace(
      short,
      (_, before: string, type: string, comment?: string) =>
        `${before} { type: ${type}, value: ${scalar(value)} }${comment === undefined ? '' : ` ${comment}`}`,
    );
  const long = new RegExp(`^[ \\t]+${name}:[ \\t]*(\\r?\\n)([ \\t]+)type:[^\\r\\n]*(?:\\r?\\n)`, 'm');
  if (!long.test(head)) return undefined;
  return head.replace(
    long,
    (whole, eol: string, indent: string) => `${whole}${indent}value: ${scalar(value)}${eol}`,
  );
}

/** As a YAML scalar that stands for exactly this text. JSON's strings are YAML's. */
function scalar(text: string): string {
  return /^[A-Za-z0-9][\w./-]*$/.test(text) &&
    !/^(?:true|false|null|yes|no|on|off|~|[\d.eE+-]+|0x[\da-f]+)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
