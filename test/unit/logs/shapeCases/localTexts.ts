import { ticksFromIso } from '../../../../src/base/ticks.ts';
import { type ShapeCase, lines } from './shapeCase.ts';

const MARCH = ticksFromIso('2026-03-04T13:02:03Z');
/** The 4th of March 2026, 13:02:03, as browsers and spreadsheets of several languages write it. */
const WRITTEN: Readonly<Record<string, string>> = {
  'da-DK': '4.3.2026 13.02.03',
  'fi-FI': '4.3.2026 klo 13.02.03',
  'cs-CZ': '4. 3. 2026 13:02:03',
  'bg-BG': '4.03.2026 г., 13:02:03',
  'en-CA': '2026-03-04, 1:02:03 p.m.',
  'ja-JP': '2026/3/4 13:02:03',
  'ko-KR': '2026. 3. 4. 오후 1:02:03',
  'zh-TW': '2026/3/4 下午1:02:03',
};
/** Those whose day and month only the person knows. */
const UNSURE: Readonly<Record<string, string>> = {
  'es-ES': '4/3/2026, 13:02:03',
  'es-MX': '4/3/2026, 1:02:03 p.\u00a0m.',
  'id-ID': '4/3/2026, 13.02.03',
  'nl-NL': '4-3-2026, 13:02:03',
};

const portal = (texts: Readonly<Record<string, string>>): string =>
  `\ufeff\ufeffTimeGenerated [UTC];Id;UserPrincipalName;Type\r\n${Object.entries(texts)
    .map(([language, text]) => `${text};${language};m@x;SigninLogs\r\n`)
    .join('')}`;
const rows = (texts: Readonly<Record<string, string>>): ShapeCase['rows'] =>
  Object.keys(texts).map((Id) => ({ Id, TimeGenerated: MARCH }));

/** Files that went through a spreadsheet or a program of another language, and tools' own records. */
export const LOCAL_TEXTS: readonly ShapeCase[] = [
  {
    name: 'times as browsers of several languages write them, with semicolons',
    file: 'query_data.csv',
    content: portal(WRITTEN),
    shape: 'log-analytics-csv',
    table: 'SigninLogs',
    rows: rows(WRITTEN),
  },
  {
    name: 'times of several languages whose order a person says',
    file: 'query_data.csv',
    content: portal(UNSURE),
    options: { dateOrder: 'day-first' },
    shape: 'log-analytics-csv',
    table: 'SigninLogs',
    rows: rows(UNSURE),
  },
  {
    name: 'a spreadsheet’s words for true and false, and the numbers of rows that a notebook put first',
    file: 'query_data.csv',
    content:
      ',TimeGenerated,UserPrincipalName,IPAddress,ResultType,IsInteractive\n0,2026-03-04 13:02:03+00:00,m@x,203.0.113.1,0,WAHR\n1,2026-03-04 13:02:03+00:00,m@x,203.0.113.1,0,FAUX\n',
    shape: 'log-analytics-csv',
    table: 'SigninLogs',
    rows: [
      { TimeGenerated: MARCH, IsInteractive: true },
      { TimeGenerated: MARCH, IsInteractive: false },
    ],
  },
  {
    name: 'a device timeline, whose time has a name of its own',
    file: 'timeline.csv',
    content: 'Event Time,Machine Id,Action Type,Duration\n2026-03-04T13:02:03Z,m1,ProcessCreated,00:01\n',
    shape: 'custom',
    table: 'timeline_CL',
    rows: [{ TimeGenerated: MARCH, Event_Time: MARCH, Action_Type: 'ProcessCreated' }],
  },
  {
    name: 'Windows events of a collector, with a count of seconds deep inside',
    file: 'Windows.EventLogs.json',
    content: lines({
      System: { EventID: { Value: 4624 }, TimeCreated: { SystemTime: 1772629323.5 } },
      EventData: { TargetUserName: 'm' },
    }),
    shape: 'custom',
    table: 'Windows_EventLogs_CL',
    rows: [{ TimeGenerated: ticksFromIso('2026-03-04T13:02:03.5Z') }],
  },
  {
    name: 'a time alone beside a date',
    file: 'a.csv',
    content: 'Time,Date,Host\n13:02:03,2026-03-04,h\n',
    shape: 'custom',
    table: 'a_CL',
    rows: [{ TimeGenerated: ticksFromIso('2026-03-04T00:00:00Z'), Time: '13:02:03' }],
  },
  {
    name: 'one column of answers',
    file: 'addresses.csv',
    content: 'IPAddress\n203.0.113.1\n203.0.113.2\n',
    shape: 'custom',
    table: 'addresses_CL',
    rows: [{ IPAddress: '203.0.113.1' }, { IPAddress: '203.0.113.2' }],
  },
  {
    name: 'a pivot, whose header has times',
    file: 'pivot.tsv',
    content: 'Host\t2026-03-04T00:00:00Z\t2026-03-05T00:00:00Z\nh\t1\t2\n',
    shape: 'custom',
    table: 'pivot_CL',
    rows: [{ Host: 'h', _2026_03_04T00_00_00Z: 1n }],
  },
];
