import type { TableMapping } from '../../domain/logMapping.ts';
import { bag, tableMapping } from './mappingText.ts';
import { memo } from './memo.ts';
import { type Shape, hasHeader, only } from './shape.ts';

/*
 * CSV files that Microsoft-Extractor-Suite flattens itself; its JSON files and its audit log CSV are Graph's, the activity log's and the unified audit
 * log's own shapes.
 */
function riskDetections(dateOrder?: TableMapping['dateOrder']): TableMapping {
  return tableMapping('AADUserRiskEvents', {
    columns: {
      TimeGenerated: 'DetectedDateTime|LastUpdatedDateTime|ActivityDateTime',
      IpAddress: 'IPAddress',
      Location: bag({ city: ['City'], state: ['State'], countryOrRegion: ['CountryOrRegion'] }),
    },
    sameName: [''],
    omit: ['TenantId', 'Type', 'SourceSystem'],
    ...(dateOrder ? { dateOrder } : {}),
  });
}

function riskyUsers(dateOrder?: TableMapping['dateOrder']): TableMapping {
  return tableMapping('AADRiskyUsers', {
    columns: { TimeGenerated: 'RiskLastUpdatedDateTime' },
    sameName: [''],
    omit: ['TenantId', 'Type', 'SourceSystem'],
    ...(dateOrder ? { dateOrder } : {}),
  });
}

function alerts(dateOrder?: TableMapping['dateOrder']): TableMapping {
  return tableMapping('SecurityAlert', {
    columns: {
      TimeGenerated: 'CreatedDateTime|EventDateTime',
      DisplayName: 'Title',
      AlertName: 'Title',
      AlertSeverity: { from: 'Severity', as: { op: 'capital' } },
      Status: { from: 'Status', as: { op: 'capital' } },
      Description: 'Description',
      VendorOriginalId: 'Id',
      VendorName: 'Vendor',
      ProviderName: 'Provider',
      ProductName: 'SubProvider|Provider',
      ProductComponentName: 'DetectionSource',
      StartTime: 'EventDateTime',
      EndTime: 'EventDateTime',
      Tactics: 'Category',
    },
    sameName: [],
    identity: [
      [
        { column: 'VendorOriginalId', as: 'text', optional: false },
        { path: ['LastModifiedDateTime'], as: 'milliseconds', optional: true },
      ],
    ],
    ...(dateOrder ? { dateOrder } : {}),
  });
}

interface Flat {
  readonly table: string;
  readonly headers: readonly string[];
  make(dateOrder?: TableMapping['dateOrder']): TableMapping;
}

const FILES: readonly Flat[] = [
  {
    table: 'AADUserRiskEvents',
    headers: ['RiskEventType', 'DetectedDateTime'],
    make: riskDetections,
  },
  {
    table: 'AADRiskyUsers',
    headers: ['RiskLastUpdatedDateTime', 'RiskLevel'],
    make: riskyUsers,
  },
  {
    table: 'SecurityAlert',
    headers: ['Title', 'Severity', 'EventDateTime'],
    make: alerts,
  },
];

export const extractorSuiteCsv: Shape = {
  id: 'extractor-suite-csv',
  title: 'Microsoft-Extractor-Suite and Hawk: risk detections, risky users, security alerts (CSV)',
  mapping: memo((table) => FILES.find((file) => file.table === table)?.make()),
  detect(sample, options, forced) {
    if (sample.format !== 'csv') return undefined;
    const file = FILES.find(({ table, headers }) =>
      forced ? options.table === table : hasHeader(sample, ...headers) && !hasHeader(sample, 'TimeGenerated'),
    );
    if (!file) return undefined;
    return {
      why: `Its header is that of ${file.table} rows that PowerShell flattened.`,
      routing: only(
        'extractor-suite-csv',
        `${file.table} ${options.dateOrder ?? ''}`,
        file.make(options.dateOrder),
      ),
    };
  },
};
