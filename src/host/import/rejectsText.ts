import { isAbsentOr, isCount, isShape, isString } from '../../base/guards.ts';
import { counted } from '../../base/counts.ts';
import { oneLine } from './reportText.ts';

interface Reject {
  readonly path: string;
  readonly member: string;
  readonly line: number | undefined;
  readonly record: number | undefined;
  readonly reason: string;
  readonly text: string;
}

const isReject = isShape<Reject>({
  path: isString,
  member: isString,
  line: isAbsentOr(isCount),
  record: isAbsentOr(isCount),
  reason: isString,
  text: isString,
});
/** Characters of a rejected row that are shown; the file has all of it. */
const SHOWN = 2000;

/** A file of rejected rows for reading: by original, each row with its place, the reason, and its text. */
export function rejectsText(file: string, lines: string): string {
  const written = lines.split('\n').filter((line) => line !== '');
  const rejects = written.map(readReject).filter((reject) => reject !== undefined);
  const odd = written.length - rejects.length;
  const originals = Map.groupBy(rejects, ({ path, member }) => (member === '' ? path : `${path}!${member}`));
  const parts = [`${counted(rejects.length, 'row')} rejected. They are kept whole in ${file}.`];
  if (odd > 0)
    parts.push(`${counted(odd, 'line')} of that file cannot be read: Verify Case says what was changed.`);
  parts.push('');
  for (const [name, rows] of originals) {
    const title = oneLine(name);
    parts.push(title, '='.repeat(Math.min(title.length, 100)), '');
    for (const { line, record, reason, text } of rows) {
      const place = line === undefined ? `record ${record ?? '?'}` : `line ${line}`;
      parts.push(
        `${place}: ${oneLine(reason)}`,
        `  ${oneLine(text.slice(0, SHOWN))}${text.length > SHOWN ? '…' : ''}`,
        '',
      );
    }
  }
  return parts.join('\n');
}

function readReject(line: string): Reject | undefined {
  try {
    const found: unknown = JSON.parse(line);
    return isReject(found) ? found : undefined;
  } catch {
    return undefined;
  }
}
