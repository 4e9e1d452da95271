import type { FindingCode } from '../../../src/detections/lint/findings.ts';

/** A line of the sound rule's query. */
export const where = '| where ResultType != "0"';
/** The rows of the rule by a function that is called twice. */
const inFunction = (time: string): readonly [string, string] => [
  `  SigninLogs\n  ${where}\n`,
  `  let rows = (span: timespan) { SigninLogs | where TimeGenerated > ${time} };\n  union rows(1h), rows(30d)\n`,
];
/** A mistake, the code that must find it, and the text that it must mark. */
export const MISTAKES: readonly (readonly [
  code: FindingCode,
  marked: string,
  ...changes: (readonly [string, string])[],
])[] = [
  ['yaml-syntax', ']', ['severity: Medium', 'severity: ]']],
  ['field-missing', 'i', ['severity: Medium\n', '']],
  [
    'field-unknown',
    'queryPeriode',
    ['queryPeriod', 'queryPeriode'],
    ['requiredDataConnectors', 'queryPeriod: 1h\nrequiredDataConnectors'],
  ],
  ['field-not-for-kind', 'queryFrequency', ['kind: Scheduled', 'kind: NRT']],
  ['field-form', 'not-a-guid', ['0f7c2f0e-6c0b-4f0c-9d8e-3a0b5f2a7c11', 'not-a-guid']],
  ['field-form', 'often', ['queryFrequency: 1h', 'queryFrequency: often']],
  ['field-word', 'Critical', ['Medium', 'Critical']],
  ['field-length', 'x'.repeat(257), ['Many refused sign-ins', 'x'.repeat(257)]],
  [
    'field-length',
    'AnameOfMoreThanTwentyLetters',
    ['Failures: Failures', 'AnameOfMoreThanTwentyLetters: Failures'],
  ],
  ['field-range', '15d', ['queryPeriod: 1h', 'queryPeriod: 15d']],
  ['field-range', '1m', ['queryFrequency: 1h', 'queryFrequency: 1m']],
  ['field-range', '10001', ['triggerThreshold: 0', 'triggerThreshold: 10001']],
  [
    'field-count',
    'fieldMappings',
    ['      - identifier: FullName\n        columnName: UserPrincipalName', '      []'],
  ],
  [
    'field-word',
    'AlertLnk',
    [
      'version',
      'alertDetailsOverride:\n  alertDynamicProperties: [{ alertProperty: AlertLnk, value: IPAddress }]\nversion',
    ],
  ],
  [
    'override-column-missing',
    'Entitys',
    ['version', 'sentinelEntitiesMappings:\n  - columnName: Entitys\nversion'],
  ],
  [
    'placeholder-count',
    '"{{IPAddress}} {{IPAddress}} {{IPAddress}} {{IPAddress}}"',
    [
      'version',
      'alertDetailsOverride:\n  alertDisplayNameFormat: "{{IPAddress}} {{IPAddress}} {{IPAddress}} {{IPAddress}}"\nversion',
    ],
  ],
  ['period-below-frequency', '1h', ['queryFrequency: 1h', 'queryFrequency: 2h']],
  [
    'frequency-too-often',
    '5m',
    ['queryFrequency: 1h', 'queryFrequency: 5m'],
    ['queryPeriod: 1h', 'queryPeriod: 2d'],
  ],
  ['period-too-short', 'ago(7d)', [where, '| where TimeGenerated > ago(7d)']],
  [
    'period-too-short',
    'now() - d * 3',
    ['  SigninLogs\n  | where', '  let d = 1d;\n  SigninLogs\n  | where'],
    [where, '| where TimeGenerated > now() - d * 3'],
  ],
  ['entity-type-unknown', 'Acount', ['entityType: Account', 'entityType: Acount']],
  ['entity-identifier-unknown', 'FulName', ['FullName', 'FulName']],
  [
    'entity-identifier-twice',
    'FullName',
    [
      'version',
      '  - entityType: Account\n    fieldMappings:\n      - { identifier: FullName, columnName: IPAddress }\n      - { identifier: FullName, columnName: UserPrincipalName }\nversion',
    ],
    ['customDetails:\n  Failures: Failures\n', ''],
  ],
  ['entity-not-identified', 'Account', ['identifier: FullName', 'identifier: UPNSuffix']],
  [
    'entity-column-legacy',
    'query',
    [
      'entityMappings:\n  - entityType: Account\n    fieldMappings:\n      - identifier: FullName\n        columnName: UserPrincipalName\n',
      '',
    ],
    ['| where Failures > 10', '| where Failures > 10 | extend AccountCustomEntity = UserPrincipalName'],
  ],
  [
    'entity-column-missing',
    'UserPrincipalname',
    ['columnName: UserPrincipalName', 'columnName: UserPrincipalname'],
  ],
  [
    'entity-column-type',
    'Names',
    ['columnName: UserPrincipalName', 'columnName: Names'],
    ['Level = "High"', 'Names = make_set(UserId)'],
  ],
  ['custom-detail-missing', 'Failure', ['Failures: Failures', 'Failures: Failure']],
  [
    'override-column-missing',
    'Severity',
    ['version', 'alertDetailsOverride:\n  alertSeverityColumnName: Severity\nversion'],
  ],
  [
    'override-column-missing',
    '"{{Who}}"',
    ['version', 'alertDetailsOverride:\n  alertDescriptionFormat: "{{Who}}"\nversion'],
  ],
  [
    'override-column-type',
    'Failures',
    ['version', 'alertDetailsOverride:\n  alertSeverityColumnName: Failures\nversion'],
  ],
  ['tactic-unknown', 'Credential Access', ['- CredentialAccess', '- Credential Access']],
  ['technique-unknown', 'T1999', ['T1110', 'T1999']],
  ['technique-succeeded', 'T1086', ['T1110', 'T1086'], ['CredentialAccess', 'Execution']],
  ['technique-without-tactic', 'T1110', ['- CredentialAccess', '- Impact']],
  ['tactic-not-listed', 'T1078', ['T1110', 'T1078'], ['- CredentialAccess', '- InitialAccess']],
  ['kql-syntax', ' ', ['| where Failures > 10', '| where Failures > |']],
  ['kql-syntax', 'wher', ['| where Failures > 10', '| wher Failures > 10']],
  [
    'kql-semantics',
    '12',
    [where, '| where ResultType has 12 and UserId startswith 5'],
    ['ResultType has 12', 'strlen(12) > 1'],
  ],
  ['table-unknown', 'SignInLog', ['SigninLogs\n  | where', 'SignInLog\n  | where']],
  ['column-unknown', 'ResultTyp', [where, '| where ResultTyp != "0"']],
  ['function-unknown', 'GetVips', [where, '| where UserPrincipalName in (GetVips())']],
  [
    'watchlist-unknown',
    '"vip"',
    [where, '| where UserPrincipalName in ((_GetWatchlist("vip") | project SearchKey))'],
  ],
  [
    'column-unknown',
    'Uppn',
    [where, '| where UserPrincipalName in ((_GetWatchlist("vips") | project Uppn))'],
  ],
  [
    'entity-column-missing',
    'UserPrincipalName',
    [
      '  SigninLogs\n  | where ResultType != "0"\n  | summarize Failures = count(), Level = "High" by UserPrincipalName, IPAddress\n  | where Failures > 10\n',
      '  _GetWatchlist("vips")\n  | extend Failures = 1\n',
    ],
  ],
  ['let-unused', 'limit_', ['  SigninLogs\n  | where', '  let limit_ = 5;\n  SigninLogs\n  | where']],
  ['contains-for-has', 'contains', [where, '| where UserAgent contains "python"']],
  [
    'time-filter-missing',
    'SigninLogs',
    ['queryFrequency: 1h\nqueryPeriod: 1h\ntriggerOperator: gt\ntriggerThreshold: 0\n', ''],
    ['kind: Scheduled\n', ''],
  ],
  [
    'join-without-hint',
    'join',
    [where, '| join kind=inner (AuditLogs | project CorrelationId) on CorrelationId'],
  ],
  [
    'search-all',
    'search',
    ['SigninLogs\n  | where ResultType != "0"', 'search "x" | extend UserPrincipalName = "", IPAddress = ""'],
  ],
  ['search-all', '*', ['SigninLogs\n  | where', 'union withsource=Table *\n  | where']],
  [
    'period-too-short',
    'datetime_add("day", -7, now())',
    [where, '| where TimeGenerated > datetime_add("day", -7, now())'],
  ],
  ['period-too-short', 'startofday(now(), -7)', [where, '| where TimeGenerated > startofday(now(), -7)']],
  ['period-too-short', 'ago(span)', inFunction('ago(span)')],
  ['period-too-short', 'ago(7d)', inFunction('ago(7d)')],
  [
    'period-too-short',
    'ago(week)',
    ['  SigninLogs\n  | where', '  let week = totimespan("7d");\n  SigninLogs\n  | where'],
    [where, '| where TimeGenerated > ago(week)'],
  ],
  ['contains-for-has', 'contains', inFunction('ago(1h) and UserAgent contains "python"')],
  ['table-unknown', 'SignInLogs', ['  SigninLogs\n', '  union isfuzzy=true SignInLogs, SigninLogs\n']],
  [
    'let-unused',
    'limit_',
    ['  SigninLogs\n  | where', '  let limit_ = 5;\n  SigninLogs\n  | where'],
    ['"High"', '"the limit_"'],
  ],
  ['field-form', 'latest', ['1.0.0', 'latest']],
  ['field-form', '1110', ['T1110', '1110']],
  [
    'field-form',
    '"By {{IPAddress}"',
    ['version', 'alertDetailsOverride:\n  alertDisplayNameFormat: "By {{IPAddress}"\nversion'],
  ],
  [
    'field-word',
    'Host',
    [
      'version',
      'incidentConfiguration:\n  createIncident: true\n  groupingConfiguration:\n    enabled: true\n    matchingMethod: Selected\n    groupByEntities:\n      - Host\nversion',
    ],
  ],
  [
    'field-form',
    'Selected',
    [
      'version',
      'incidentConfiguration:\n  groupingConfiguration:\n    enabled: true\n    matchingMethod: Selected\nversion',
    ],
  ],
  ['entity-type-unknown', 'account', ['entityType: Account', 'entityType: account']],
  ...[
    ['back', 'let back = 3d;', 'back'],
    ['ago(days * 1d)', 'let days = 3;', 'ago(days * 1d)'],
    ['ago(back)', 'let back = toscalar(print 3d);', 'ago(back)'],
    ['startofday(ago(3d))', 'let since = startofday(ago(3d));', 'since'],
    ['start - 3d', 'let start = now() - 1h; let since = start - 3d;', 'since'],
    ['bin(now(), 1d) - 3d', '', 'bin(now(), 1d) - 3d'],
  ].flatMap(([marked = '', lets = '', since = '']): [FindingCode, string, ...[string, string][]][] =>
    since === 'back'
      ? [
          [
            'period-too-short',
            'now() - TimeGenerated < back',
            ['  SigninLogs\n  | where', `  ${lets}\n  SigninLogs\n  | where`],
            [where, '| where now() - TimeGenerated < back'],
          ],
        ]
      : [
          [
            'period-too-short',
            marked,
            ['  SigninLogs\n  | where', `  ${lets}\n  SigninLogs\n  | where`],
            [where, `| where TimeGenerated > ${since}`],
          ],
        ],
  ),
  [
    'period-too-short',
    'datetime_diff("day", now(), TimeGenerated) <= 7',
    [where, '| where datetime_diff("day", now(), TimeGenerated) <= 7'],
  ],
  [
    'table-unknown',
    '"SignInLog"',
    [
      `  SigninLogs\n  ${where}\n`,
      `  let rows = (name: string) { table(name) ${where} };\n  union rows("SigninLogs"), rows("SignInLog")\n`,
    ],
  ],
  ['table-unknown', 'AuditLog', ['  SigninLogs\n', '  union isfuzzy=true (AuditLog | take 5), SigninLogs\n']],
  ['table-unknown', 'SigninLog', ['      - SigninLogs', '      - SigninLog']],
  ['connector-unknown', 'AzureActiveDirectry', ['AzureActiveDirectory', 'AzureActiveDirectry']],
  ['function-unknown', '_Im_NetworkSesion', [where, '| join _Im_NetworkSesion() on TenantId']],
  ['table-unknown', 'imProcesCreate', ['  SigninLogs\n', '  union SigninLogs, imProcesCreate\n']],
  ['field-missing', 'suppressionEnabled', ['version', 'suppressionEnabled: true\nversion']],
  ['field-form', 'T1110', ['  - T1110', '  - T1110\n  - T1110']],
  ['field-form', '1.0', ['1.0.0', '1.0']],
  [
    'field-form',
    '"By {IPAddress}"',
    ['version', 'alertDetailsOverride:\n  alertDisplayNameFormat: "By {IPAddress}"\nversion'],
  ],
  [
    'field-form',
    'AllEntities',
    [
      'version',
      'incidentConfiguration:\n  groupingConfiguration:\n    enabled: true\n    matchingMethod: AllEntities\n    groupByEntities: [Account]\nversion',
    ],
  ],
  [
    'field-form',
    'true',
    [
      'version',
      'incidentConfiguration:\n  createIncident: false\n  groupingConfiguration:\n    enabled: true\nversion',
    ],
  ],
  [
    'silence-without-reason',
    '# azimuth-ignore field-word',
    ['severity: Medium', 'severity: Bad # azimuth-ignore field-word'],
  ],
  [
    'silence-unused',
    '# azimuth-ignore field-word: because',
    ['severity: Medium', 'severity: Medium # azimuth-ignore field-word: because'],
  ],
];
