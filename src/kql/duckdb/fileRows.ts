import type { FileTable } from '../plan/fileTable.ts';
import { parseDelimited } from '../values/csv.ts';
import { type Dynamic, dynamicToString, parseDynamic } from '../values/dynamic.ts';

const DELIMITERS = { csv: ',', tsv: '\t', scsv: ';', psv: '|', sohsv: '\u0001' } as const;

/** The file's rows as texts, one for each of its columns; undefined for a value that is not there. */
export function fileRows(file: FileTable, text: string): (string | undefined)[][] {
  switch (file.format) {
    case 'raw':
      return [[text]];
    case 'txt':
      return lines(text).map((line) => [line]);
    case 'json':
    case 'multijson':
      return objects(text).map((object) =>
        file.columns.map(({ name }) => {
          const value = object.get(name);
          return value === undefined || value === null ? undefined : dynamicToString(value);
        }),
      );
    default:
      return records(file, parseDelimited(text, DELIMITERS[file.format]));
  }
}

function records(file: FileTable, all: string[][]): (string | undefined)[][] {
  if (file.header === 'none') return all;
  const [names = [], ...rows] = all;
  if (file.header === 'skip') return rows;
  const places = file.columns.map(({ name }) => names.indexOf(name));
  return rows.map((row) => places.map((place) => row[place]));
}

function lines(text: string): string[] {
  const all = text.split(/\r?\n/);
  if (all.at(-1) === '') all.pop();
  return all;
}

/** One JSON document, an array of objects, or an object a line. */
function objects(text: string): Map<string, Dynamic>[] {
  const whole = parseDynamic(text);
  const values = whole === undefined ? lines(text).map((line) => parseDynamic(line) ?? null) : [whole].flat();
  return values.filter((value) => value instanceof Map);
}
