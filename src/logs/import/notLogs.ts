import { textOf } from '../../base/guards.ts';
import { packingOf } from '../framing/byteSource.ts';
import { type Sample, field } from '../shapes/shape.ts';
import { isHeaderless, isXml, knownText } from './knownText.ts';
import { SAMPLE_BYTES } from './sniff.ts';

/** First bytes of files that people find among their exports, and what to do with them. */
const MAGIC: readonly (readonly [bytes: string | readonly number[], sentence: string])[] = [
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 'It is a 7-Zip archive: unpack it and import what is in it.'],
  ['Rar!', 'It is a RAR archive: unpack it and import what is in it.'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'It is packed with xz: unpack it first.'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'It is packed with zstd: unpack it first.'],
  ['BZh', 'It is packed with bzip2: unpack it first.'],
  ['ElfFile\0', 'It is a Windows event log (evtx): export its events as JSON lines or CSV and import that.'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'It is an old Office document: save each sheet as CSV and import that.'],
  ['SQLite format 3\0', 'It is an SQLite database: export its tables as CSV and import that.'],
  ['%PDF-', 'It is a PDF document.'],
  [[0xd4, 0xc3, 0xb2, 0xa1], 'It is a packet capture.'],
  [[0x0a, 0x0d, 0x0d, 0x0a], 'It is a packet capture.'],
];

/** What tells a workbook or a text document from an archive of logs. */
export const OFFICE_MEMBER = '[Content_Types].xml';
export const OFFICE = 'It is an Office document (such as xlsx): save each sheet as CSV and import that.';

const NO_RECORDS = 'It has no records.';

/** Why a file whose first bytes show no records cannot be imported. */
export function noRecords(head: Buffer): string {
  if (head.every((byte) => byte <= 32)) return 'It is empty.';
  const packing = packingOf(head);
  if (packing === 'zip' || packing === 'parquet')
    return `It is a ${packing} file inside an archive; unpack the archive and import what is inside.`;
  const text = head.toString('utf8').trim();
  if (/^\[\s*\]$|^\{\s*\}$/.test(text)) return NO_RECORDS;
  for (const [bytes, sentence] of MAGIC) {
    const magic = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : Buffer.from(bytes);
    if (head.subarray(0, magic.length).equals(magic)) return sentence;
  }
  if (head.subarray(257, 262).equals(Buffer.from('ustar')))
    return 'It is a tar archive: unpack it and import what is in it.';
  if (/^(\[\s*)?\{\s*["']/.test(text)) return brokenJson(text);
  const known = knownText(head);
  if (known !== undefined) return known;
  if (/^<(!doctype\s+html|html)\b/i.test(text))
    return 'It is a web page: perhaps a sign-in page was saved in place of the logs.';
  const storageError = /<Error>\s*<Code>(\w{1,60})<\/Code>/.exec(text.slice(0, 2000))?.[1];
  if (storageError !== undefined) return `It is an error that a service answered with: ${storageError}.`;
  if (isXml(text)) return 'It is XML: export the same as JSON or CSV and import that.';
  return unfitTable(head);
}

/** Of a text that begins as JSON does, and in which not one record is JSON. */
function brokenJson(text: string): string {
  const cause = /^(\[\s*)?\{\s*'/.test(text)
    ? ': its names are in single quotes, as Python prints a dict'
    : /,\s*[}\]]/.test(text)
      ? ': it has a comma before a closing bracket'
      : '';
  return `It begins as JSON, but none of its first records is valid JSON${cause}. Write it again as JSON and import that.`;
}

/** Of a text that may be a table all the same. */
function unfitTable(head: Buffer): string {
  const [first = '', second] = head.toString('utf8').split(/\r\n|\n|\r/);
  const cells = (line: string): readonly string[] =>
    line.split(/[,;\t]/).map((cell) => cell.replace(/^"|"$/g, ''));
  if (!head.includes(0) && /^[^\n]{1,500}\n(?:[^\n]{0,500}\n){0,3}\s*[[{]\s*["{]/.test(head.toString('utf8')))
    return 'Its first lines are no JSON, what follows them may be: remove them and import it again.';
  if (!head.includes(0) && first.includes('\ufffd') && /[,;\t]/.test(first))
    return 'Its header is not UTF-8; a spreadsheet may have saved it. Save it as "CSV UTF-8" and import that.';
  if (cells(first).length > 1 && isHeaderless(cells(first), second === undefined ? undefined : cells(second)))
    return 'Its first line is a row, not the names of columns (az -o tsv writes none): export it as JSON, or put a header before it.';
  return 'It is neither JSON, CSV, Avro nor Parquet.';
}

/** Why a file is not worth an import: a header or a list with nothing in it, or the error that a service answered with. */
export function emptyAnswer({ format, layout, records }: Sample, head: Buffer): string | undefined {
  if (format === 'csv' && records.length === 0 && !/[\r\n]/.test(head.toString('utf8').trim()))
    return 'It has a header and no rows.';
  if (format === 'json' && layout.kind === 'list' && records.length === 0 && head.length < SAMPLE_BYTES)
    return NO_RECORDS;
  const [only, ...others] = records;
  if (!only || others.length > 0 || Object.keys(only).join() !== 'error') return undefined;
  const code = textOf(field(only, 'error', 'code'));
  return code === '' ? undefined : `It is an error that a service answered with: ${code.slice(0, 60)}.`;
}
