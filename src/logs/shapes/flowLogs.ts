import { textOf } from '../../base/guards.ts';
import type { Column } from '../../domain/kustoType.ts';
import type { TableMapping, UnrollStep } from '../../domain/logMapping.ts';
import { type Source, tableMapping } from './mappingText.ts';
import { memo } from './memo.ts';
import { type Shape, field, only, share } from './shape.ts';

/*
 * A row per flow tuple in tables of our own: the workspace's flow tables are aggregates of Traffic Analytics, into which raw tuples must not be
 * mixed. Column names follow NTANetAnalytics where it has the same thing.
 */
const COLUMNS: readonly Column[] = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'RecordTime', type: 'datetime' },
  { name: 'FlowLogVersion', type: 'int' },
  { name: 'FlowLogResourceId', type: 'string' },
  { name: 'TargetResourceId', type: 'string' },
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
  { name: 'FlowEncryption', type: 'string' },
  { name: 'PacketsSrcToDest', type: 'long' },
  { name: 'BytesSrcToDest', type: 'long' },
  { name: 'PacketsDestToSrc', type: 'long' },
  { name: 'BytesDestToSrc', type: 'long' },
  { name: '_ResourceId', type: 'string' },
  { name: 'Type', type: 'string' },
];

const part = (index: number): Source => ({ from: 'item', as: { op: 'split', separator: ',', index } });

/** A part of the tuple that is a letter or number for a word. */
const word = (index: number, words: Readonly<Record<string, string>>): Source => ({
  from: 'item',
  as: { op: 'split', separator: ',', index, words },
});

const TIME: Source = { from: 'item', as: { op: 'split', separator: ',', index: 0, epoch: true } };
const DIRECTION = { I: 'Inbound', O: 'Outbound' };
const STATE = { B: 'Begin', C: 'Continue', E: 'End', D: 'Deny' };

const NSG_STEPS: readonly UnrollStep[] = [
  {
    list: ['properties', 'flows'],
    keep: {
      time: ['time'],
      version: ['properties', 'Version'],
      resourceId: ['resourceId'],
      recordMac: ['macAddress'],
    },
  },
  { list: ['flows'], keep: { rule: ['rule'] } },
  { list: ['flowTuples'], keep: { mac: ['mac'] } },
];

function nsg(): TableMapping {
  return tableMapping('NSGFlowLogs_CL', {
    schema: COLUMNS.filter(({ name }) => !['FlowEncryption', 'FlowLogResourceId', 'AclId'].includes(name)),
    columns: {
      TimeGenerated: TIME,
      RecordTime: 'time',
      FlowLogVersion: 'version',
      TargetResourceId: 'resourceId',
      _ResourceId: { from: 'resourceId', as: { op: 'lower' } },
      MacAddress: 'mac|recordMac',
      Rule: 'rule',
      SrcIp: part(1),
      DestIp: part(2),
      SrcPort: part(3),
      DestPort: part(4),
      Protocol: word(5, { T: 'TCP', U: 'UDP' }),
      FlowDirection: word(6, DIRECTION),
      FlowStatus: word(7, { A: 'Allowed', D: 'Denied' }),
      FlowState: word(8, STATE),
      PacketsSrcToDest: part(9),
      BytesSrcToDest: part(10),
      PacketsDestToSrc: part(11),
      BytesDestToSrc: part(12),
      Type: { constant: 'NSGFlowLogs_CL' },
    },
    sameName: [],
    unroll: NSG_STEPS,
  });
}

const VNET_STEPS: readonly UnrollStep[] = [
  {
    list: ['flowRecords', 'flows'],
    keep: {
      time: ['time'],
      version: ['flowLogVersion'],
      flowLogResourceId: ['flowLogResourceID'],
      targetResourceId: ['targetResourceID'],
      mac: ['macAddress'],
    },
  },
  { list: ['flowGroups'], keep: { aclId: ['aclID'] } },
  { list: ['flowTuples'], keep: { rule: ['rule'] } },
];

/** The numbers that IANA gives the protocols that flow logs show. */
const PROTOCOLS = {
  1: 'ICMP',
  6: 'TCP',
  17: 'UDP',
  47: 'GRE',
  50: 'ESP',
  51: 'AH',
  58: 'ICMPv6',
  132: 'SCTP',
};

function vnet(): TableMapping {
  return tableMapping('VNetFlowLogs_CL', {
    schema: COLUMNS,
    columns: {
      TimeGenerated: TIME,
      RecordTime: 'time',
      FlowLogVersion: 'version',
      FlowLogResourceId: 'flowLogResourceId',
      TargetResourceId: 'targetResourceId',
      _ResourceId: { from: 'targetResourceId', as: { op: 'lower' } },
      MacAddress: 'mac',
      AclId: 'aclId',
      Rule: 'rule',
      SrcIp: part(1),
      DestIp: part(2),
      SrcPort: part(3),
      DestPort: part(4),
      Protocol: word(5, PROTOCOLS),
      FlowDirection: word(6, DIRECTION),
      // Version 4 has no decision of its own: the state D is the denial.
      FlowStatus: word(7, { D: 'Denied', B: 'Allowed', C: 'Allowed', E: 'Allowed' }),
      FlowState: word(7, STATE),
      FlowEncryption: part(8),
      PacketsSrcToDest: part(9),
      BytesSrcToDest: part(10),
      PacketsDestToSrc: part(11),
      BytesDestToSrc: part(12),
      Type: { constant: 'VNetFlowLogs_CL' },
    },
    sameName: [],
    unroll: VNET_STEPS,
  });
}

function shape(id: string, title: string, category: string, table: string, make: () => TableMapping): Shape {
  const mapping = memo((name) => (name === table ? make() : undefined));
  return {
    id,
    title,
    mapping,
    detect(sample, _options, forced) {
      const fits =
        share(
          sample,
          (record) => textOf(field(record, 'category')).toLowerCase() === category.toLowerCase(),
        ) >= 0.5;
      const made = mapping(table);
      if (!made || (!fits && !forced)) return undefined;
      return { why: `Its records have the category ${category}.`, routing: only(id, '', made) };
    },
  };
}

export const nsgFlowLog = shape(
  'nsg-flow-log',
  'NSG flow log, versions 1 and 2',
  'NetworkSecurityGroupFlowEvent',
  'NSGFlowLogs_CL',
  nsg,
);
export const vnetFlowLog = shape(
  'vnet-flow-log',
  'VNet flow log, version 4',
  'FlowLogFlowEvent',
  'VNetFlowLogs_CL',
  vnet,
);
