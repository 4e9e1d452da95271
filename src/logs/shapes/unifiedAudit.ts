import { textOf } from '../../base/guards.ts';
import type { FieldPath, TableMapping } from '../../domain/logMapping.ts';
import { tableSchema } from '../schemas/tableSchemas.ts';
import { type Source, tableMapping } from './mappingText.ts';
import { memo } from './memo.ts';
import { type Sample, type Shape, field, has, inDateOrder, only, share } from './shape.ts';
import { LOGON_TYPES, RECORD_TYPES, USER_TYPES } from './unifiedAuditWords.ts';

/*
 * The unified audit log's record is one object (AuditData) however it comes: bare, in a column of a CSV as JSON text, or in a
 * field of another API's record. Column ← the object's key, where they differ.
 */
const RENAMED: Readonly<Record<string, readonly string[]>> = {
  OfficeId: ['Id'],
  TimeGenerated: ['CreationTime'],
  Start_Time: ['StartTime'],
  OfficeWorkload: ['Workload'],
  OfficeTenantId: ['OrganizationId'],
  OfficeObjectId: ['ObjectId'],
  Site_: ['Site'],
  Site_Url: ['SiteUrl'],
  Source_Name: ['SourceName'],
  Event_Data: ['EventData'],
  Logon_Type: ['LogonType'],
  Client_IPAddress: ['ClientIPAddress'],
  AzureActiveDirectory_EventType: ['AzureActiveDirectoryEventType'],
  AADTarget: ['Target'],
  AzureADAppId: ['AzureADAppId', 'AppId'],
  ApplicationId: ['ApplicationId', 'AppId'],
};

/** Numbers, and the words that Graph begins in lower case, as the table has them. */
const spelled = (words: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  ...words,
  ...Object.fromEntries(
    Object.values(words).map((word) => [`${word.charAt(0).toLowerCase()}${word.slice(1)}`, word]),
  ),
});

const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  RecordType: spelled(RECORD_TYPES),
  UserType: spelled(USER_TYPES),
  Logon_Type: LOGON_TYPES,
};

/** Columns that a wrapper has under another name, for records whose AuditData is cut. */
const WRAPPER: Readonly<Record<string, readonly string[]>> = {
  OfficeId: ['Identity', 'RecordId', 'id'],
  OrganizationId: ['organizationId'],
  OfficeTenantId: ['organizationId'],
  OfficeObjectId: ['objectId'],
  UserType: ['userType'],
  ClientIP: ['clientIp'],
  TimeGenerated: ['createdDateTime', 'CreationDate'],
  Operation: ['Operations', 'Operation'],
  UserId: ['UserIds', 'userPrincipalName', 'userId'],
  RecordType: ['auditLogRecordType', 'RecordType'],
  OfficeWorkload: ['service'],
};

function mapping(data: FieldPath): TableMapping {
  const columns: Record<string, Source> = {};
  for (const { name } of tableSchema('OfficeActivity')?.columns ?? []) {
    if (OMIT.includes(name)) continue;
    const from = (RENAMED[name] ?? [name]).map((key) => [...data, key]);
    if (data.length > 0) from.push(...(WRAPPER[name] ?? []).map((key) => [key]));
    const words = WORDS[name];
    columns[name] = words ? { from, as: { op: 'words', words } } : { from };
  }
  return tableMapping('OfficeActivity', { columns, sameName: [], omit: OMIT, versionsBy: 'columns' });
}

const OMIT = ['TenantId', 'Type', 'SourceSystem'];

/** What one Search-UnifiedAuditLog returns in its default and its two large modes and mixed; the portal cuts at the last. */
const SEARCH_ROWS = [100, 5_000, 10_000, 50_000];

function shape(
  id: string,
  title: string,
  why: string,
  data: FieldPath,
  fits: Shape['detect'],
  cutAt: readonly number[] = [],
): Shape {
  const made = memo((table) => (table === 'OfficeActivity' ? mapping(data) : undefined));
  return {
    id,
    title,
    mapping: made,
    detect(sample, options, forced) {
      const table = made('OfficeActivity');
      if (!table || (!forced && fits(sample, options, forced) === undefined)) return undefined;
      const order = options.dateOrder ?? orderOfWrapper(sample);
      return { why, routing: inDateOrder(only(id, '', table), order), cutAt };
    },
  };
}

const NUMERIC_DATE = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b/;

/** The wrapper's CreationDate is in the collector's culture; the record's own CreationTime tells which. */
function orderOfWrapper(sample: Sample): TableMapping['dateOrder'] {
  for (const record of sample.records) {
    const [, a, b, year] = NUMERIC_DATE.exec(textOf(field(record, 'CreationDate'))) ?? [];
    const inner = field(record, 'AuditData');
    const text = typeof inner === 'string' ? inner : JSON.stringify(inner ?? null);
    const [, y, month, day] = /"CreationTime"\s*:\s*"(\d{4})-(\d{2})-(\d{2})T/i.exec(text) ?? [];
    if (a === undefined || year !== y || Number(a) === Number(b)) continue;
    if (Number(a) === Number(day) && Number(b) === Number(month)) return 'day-first';
    if (Number(a) === Number(month) && Number(b) === Number(day)) return 'month-first';
  }
  return undefined;
}

const yes = { why: '', question: '' };

export const auditCsv = shape(
  'ual-csv',
  'Unified audit log as CSV with AuditData (Search-UnifiedAuditLog, Purview portal, Extractor Suite)',
  'Its header has AuditData, the unified audit log’s record as JSON.',
  ['AuditData'],
  (sample) =>
    sample.format === 'csv' && sample.header.some((name) => name.toLowerCase() === 'auditdata')
      ? yes
      : undefined,
  SEARCH_ROWS,
);

export const auditWrapped = shape(
  'ual-wrapped',
  'Unified audit log as JSON with AuditData (Extractor Suite, Graph audit queries)',
  'Its objects have auditData, the unified audit log’s record.',
  ['AuditData'],
  (sample) => (share(sample, (record) => has(record, 'auditData')) >= 0.5 ? yes : undefined),
);

export const auditRecords = shape(
  'ual-records',
  'Unified audit log records (Management Activity API, AuditData only, Untitled Goose Tool)',
  'Its records have CreationTime, Operation and an audit record type.',
  [],
  (sample) =>
    share(
      sample,
      (record) =>
        has(record, 'CreationTime', 'Operation') && (has(record, 'Workload') || has(record, 'RecordType')),
    ) >= 0.5
      ? yes
      : undefined,
);
