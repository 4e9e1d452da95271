import { START } from './tables.ts';

export interface Pair {
  readonly name: string;
  readonly kql: string;
  /** Over views of the tables' names; the same columns in the same order, datetimes as ticks. */
  readonly sql: string;
}

const DAY = 864_000_000_000n;
const HOUR = DAY / 24n;
const day = (n: number): string => (START + BigInt(n) * DAY).toString();
const at = (n: number): string => `datetime(2026-01-${String(n + 1).padStart(2, '0')})`;
const bin = (column: string, size: bigint): string => `(${column} - ${column} % ${size})`;

/** Twelve questions of a hunt: filters, counts, joins, first and last, lists, series of time, properties of dynamics. */
export const PAIRS: readonly Pair[] = [
  {
    name: 'failures by user in a week',
    kql: `SigninLogs | where TimeGenerated between (${at(10)} .. ${at(17)}) and ResultType != "0" | summarize n = count() by UserPrincipalName | where n > 30`,
    sql: `SELECT "UserPrincipalName", count(*) AS n FROM "SigninLogs" WHERE "TimeGenerated" BETWEEN ${day(10)} AND ${day(17)} AND "ResultType" <> '0' GROUP BY 1 HAVING n > 30`,
  },
  {
    name: 'password spray',
    kql: `SigninLogs | where ResultType in ("50126", "50053") | summarize users = count_distinct(UserPrincipalName), n = count() by IPAddress, bin(TimeGenerated, 1d) | where users > 4`,
    sql: `SELECT "IPAddress", ${bin('"TimeGenerated"', DAY)} AS day, count(DISTINCT "UserPrincipalName") AS users, count(*) AS n FROM "SigninLogs" WHERE "ResultType" IN ('50126', '50053') GROUP BY 1, 2 HAVING users > 4`,
  },
  {
    name: 'term in a user agent',
    kql: 'SigninLogs | where UserAgent has "python" | summarize count() by AppDisplayName, Location',
    sql: `SELECT "AppDisplayName", "Location", count(*) FROM "SigninLogs" WHERE contains(lower("UserAgent"), 'python') AND regexp_matches("UserAgent", '(?i)(^|[^a-z0-9])python($|[^a-z0-9])') GROUP BY 1, 2`,
  },
  {
    name: 'texts of addresses',
    kql: 'SigninLogs | where IPAddress startswith "10.1." and UserPrincipalName endswith "7@example.org" | summarize count() by Location',
    sql: `SELECT "Location", count(*) FROM "SigninLogs" WHERE starts_with(lower("IPAddress"), '10.1.') AND ends_with(lower("UserPrincipalName"), '7@example.org') GROUP BY 1`,
  },
  {
    name: 'sign-ins by hour',
    kql: 'SigninLogs | summarize n = count(), slow = countif(DurationMs > 4000), longest = max(DurationMs) by bin(TimeGenerated, 1h)',
    sql: `SELECT ${bin('"TimeGenerated"', HOUR)} AS hour, count(*), count(*) FILTER ("DurationMs" > 4000), max("DurationMs") FROM "SigninLogs" GROUP BY 1`,
  },
  {
    name: 'many countries in a day',
    kql: 'SigninLogs | where ResultType == "0" | summarize countries = count_distinct(Location) by UserPrincipalName, bin(TimeGenerated, 1d) | where countries >= 6',
    sql: `SELECT "UserPrincipalName", ${bin('"TimeGenerated"', DAY)} AS day, count(DISTINCT "Location") AS countries FROM "SigninLogs" WHERE "ResultType" = '0' GROUP BY 1, 2 HAVING countries >= 6`,
  },
  {
    name: 'property of a dynamic',
    kql: 'SigninLogs | where DeviceDetail.operatingSystem == "Linux" | summarize count() by AppDisplayName',
    sql: `SELECT "AppDisplayName", count(*) FROM "SigninLogs" WHERE json_extract_string("DeviceDetail", '$.operatingSystem') = 'Linux' GROUP BY 1`,
  },
  {
    name: 'nested property as a number',
    kql: 'SigninLogs | where tolong(DeviceDetail.trust.score) > 95 | summarize count() by trust = tostring(DeviceDetail.trust.type)',
    sql: `SELECT json_extract_string("DeviceDetail", '$.trust.type') AS trust, count(*) FROM "SigninLogs" WHERE TRY_CAST(json_extract_string("DeviceDetail", '$.trust.score') AS BIGINT) > 95 GROUP BY 1`,
  },
  {
    name: 'join of failures with role changes',
    kql: `AuditLogs | where OperationName == "Add member to role" and Result == "success" | summarize changes = count() by Actor | join kind=inner (SigninLogs | where ResultType == "53003" | summarize blocked = count() by UserPrincipalName) on $left.Actor == $right.UserPrincipalName | where blocked > 40 | project Actor, changes, blocked`,
    sql: `SELECT a."Actor", a.changes, s.blocked FROM (SELECT "Actor", count(*) AS changes FROM "AuditLogs" WHERE "OperationName" = 'Add member to role' AND "Result" = 'success' GROUP BY 1) a JOIN (SELECT "UserPrincipalName", count(*) AS blocked FROM "SigninLogs" WHERE "ResultType" = '53003' GROUP BY 1) s ON a."Actor" = s."UserPrincipalName" WHERE blocked > 40`,
  },
  {
    name: 'last sign-in of each user',
    kql: 'SigninLogs | summarize arg_max(TimeGenerated, ResultType, Location, AppDisplayName) by UserPrincipalName | summarize count(), max(TimeGenerated) by ResultType, Location',
    sql: `SELECT r."ResultType", r."Location", count(*), max(t) FROM (SELECT max("TimeGenerated") AS t, arg_max(struct_pack("ResultType", "Location", "AppDisplayName"), "TimeGenerated") AS r FROM "SigninLogs" GROUP BY "UserPrincipalName") GROUP BY 1, 2`,
  },
  {
    name: 'users from new addresses',
    kql: `let known = SigninLogs | where TimeGenerated < ${at(20)} | distinct UserPrincipalName, IPAddress; SigninLogs | where TimeGenerated >= ${at(20)} and Location == "NG" | join kind=leftanti known on UserPrincipalName, IPAddress | summarize n = count() by AppDisplayName`,
    sql: `SELECT "AppDisplayName", count(*) FROM "SigninLogs" s WHERE "TimeGenerated" >= ${day(20)} AND "Location" = 'NG' AND NOT EXISTS (SELECT 1 FROM "SigninLogs" k WHERE k."TimeGenerated" < ${day(20)} AND k."UserPrincipalName" = s."UserPrincipalName" AND k."IPAddress" = s."IPAddress") GROUP BY 1`,
  },
  {
    name: 'elements of an array',
    kql: 'AuditLogs | where Result == "success" | mv-expand TargetResources | where TargetResources.type == "Role" | summarize n = count() by role = tostring(TargetResources.id)',
    sql: `SELECT json_extract_string(item, '$.id') AS role, count(*) FROM (SELECT unnest(json_extract("TargetResources", '$[*]')) AS item FROM "AuditLogs" WHERE "Result" = 'success') WHERE json_extract_string(item, '$.type') = 'Role' GROUP BY 1`,
  },
];

/** A property of a dynamic, and the plain column with the same values. */
export const PROPERTY = {
  property: 'SigninLogs | where tostring(DeviceDetail.operatingSystem) == "Linux" | count',
  plain: 'SigninLogs | where OperatingSystem == "Linux" | count',
} as const;

/** A rule of thirty lines. */
export const RULE = `let lookback = 7d;
let threshold = 5;
let codes = dynamic(["50126", "50053", "53003"]);
let failures = SigninLogs
| where TimeGenerated > ago(lookback)
| where ResultType in (codes)
| extend os = tostring(DeviceDetail.operatingSystem)
| extend score = tolong(DeviceDetail.trust.score)
| summarize
    begun = min(TimeGenerated),
    ended = max(TimeGenerated),
    n = count(),
    addresses = make_set(IPAddress, 100)
    by UserPrincipalName, os
| where n > threshold;
let changes = AuditLogs
| where TimeGenerated > ago(lookback)
| where OperationName in ("Add member to role", "Consent to application")
| mv-expand TargetResources
| extend target = tostring(TargetResources.id)
| where isnotempty(target)
| project changed = TimeGenerated, Actor, OperationName, target;
failures
| join kind=inner changes on $left.UserPrincipalName == $right.Actor
| where changed between (ended .. (ended + 1h))
| extend minutes = datetime_diff("minute", changed, ended)
| extend name = tostring(split(UserPrincipalName, "@")[0])
| extend severity = case(n > 50, "High", n > 20, "Medium", "Low")
| project changed, UserPrincipalName, name, os, n, addresses, OperationName, target, minutes, severity
| sort by changed desc`;
