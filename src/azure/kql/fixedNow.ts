import { closing, wordsOf } from './words.ts';

/**
 * The query with `now()` and `ago()` as expressions over a fixed moment, so that a service means the case's clock by them.
 * @param now ISO 8601
 */
export function withFixedNow(text: string, now: string): string {
  const moment = `datetime(${now})`;
  let out = '';
  let done = 0;
  for (const { text: word, start, calls, inPath } of wordsOf(text)) {
    if (start < done || !calls || inPath || (word !== 'now' && word !== 'ago')) continue;
    const open = text.indexOf('(', start);
    const end = closing(text, open);
    if (end === undefined) continue;
    const inner = withFixedNow(text.slice(open + 1, end - 1), now).trim();
    out += text.slice(done, start);
    out += inner === '' ? moment : `(${moment} ${word === 'now' ? '+' : '-'} (${inner}))`;
    done = end;
  }
  return out + text.slice(done);
}
