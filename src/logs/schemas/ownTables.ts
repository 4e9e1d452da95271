import type { TableSchema } from '../../domain/kustoType.ts';

const FLOW_COLUMNS: TableSchema['columns'] = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'FlowLogResourceId', type: 'string' },
  { name: 'MacAddress', type: 'string' },
  { name: 'AclId', type: 'string' },
  { name: 'Rule', type: 'string' },
  { name: 'SrcIp', type: 'string' },
  { name: 'DestIp', type: 'string' },
  { name: 'SrcPort', type: 'int' },
  { name: 'DestPort', type: 'int' },
  { name: 'Protocol', type: 'string' },
  { name: 'FlowDirection', type: 'string' },
  { name: 'FlowStatus', type: 'string' },
  { name: 'FlowState', type: 'string' },
  { name: 'PacketsSrcToDest', type: 'long' },
  { name: 'BytesSrcToDest', type: 'long' },
  { name: 'PacketsDestToSrc', type: 'long' },
  { name: 'BytesDestToSrc', type: 'long' },
];

/** Tables that only the importer fills: no service publishes a schema of them. What their rows share. */
export const OWN_TABLES: readonly TableSchema[] = [
  { name: 'VNetFlowLogs_CL', columns: FLOW_COLUMNS },
  { name: 'NSGFlowLogs_CL', columns: FLOW_COLUMNS },
];
