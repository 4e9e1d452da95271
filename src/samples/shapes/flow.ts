import type { JsonObject } from '../../base/json.ts';
import { MINUTE } from '../instant.ts';
import type { SamplePlan } from '../plan.ts';
import type { Row, SampleEvent } from '../table.ts';
import type { ExportFiles, Framing } from './exportFiles.ts';
import { hourFolder } from './diagnostic.ts';
import type { Shape, ShapeWriter } from './shape.ts';
import { textOf } from '../table.ts';

const FRAMING: Framing = { open: '{"records":[', between: ',', close: ']}' };

/** Tuples of one network interface and minute, by rule. */
interface Held {
  readonly first: SampleEvent;
  readonly minute: number;
  readonly tuples: Map<string, string[]>;
}

/**
 * Flow logs as Network Watcher writes them: a record a minute and interface, its tuples grouped by rule.
 * `pathOf` decides how many interfaces and hours share a file.
 */
function flowShape(id: string, title: string, pathOf: (event: SampleEvent) => string): Shape {
  return {
    id,
    title,
    carries: (table) => table.endsWith('FlowLogs_CL'),
    open: (files, plan) => new FlowWriter(files, plan, pathOf),
  };
}

class FlowWriter implements ShapeWriter {
  readonly #files: ExportFiles;
  readonly #plan: SamplePlan;
  readonly #pathOf: (event: SampleEvent) => string;
  readonly #held = new Map<string, Held>();

  constructor(files: ExportFiles, plan: SamplePlan, pathOf: (event: SampleEvent) => string) {
    this.#files = files;
    this.#plan = plan;
    this.#pathOf = pathOf;
  }

  accept(event: SampleEvent): void {
    const minute = Math.floor(event.time / MINUTE);
    const key = `${event.table.name} ${textOf(event.row, 'MacAddress')}`;
    let held = this.#held.get(key);
    if (held && held.minute !== minute) {
      this.#write(held);
      held = undefined;
    }
    if (!held) this.#held.set(key, (held = { first: event, minute, tuples: new Map() }));
    const rule = textOf(event.row, 'Rule');
    const tuples = held.tuples.get(rule) ?? [];
    tuples.push(event.table.name === 'NSGFlowLogs_CL' ? tupleV2(event) : tupleV4(event));
    held.tuples.set(rule, tuples);
  }

  finish(): void {
    for (const held of this.#held.values()) this.#write(held);
  }

  #write(held: Held): void {
    const record = held.first.table.name === 'NSGFlowLogs_CL' ? recordV2(held) : recordV4(held, this.#plan);
    this.#files.add(this.#pathOf(held.first), JSON.stringify(record), FRAMING);
  }
}

function recordV2({ first, minute, tuples }: Held): JsonObject {
  const mac = textOf(first.row, 'MacAddress');
  return {
    time: new Date((minute + 1) * MINUTE).toISOString().replace(/\.000Z$/, '.0000000Z'),
    systemId: `${mac.toLowerCase()}-0000-4000-8000-000000000000`.slice(4),
    macAddress: mac,
    category: 'NetworkSecurityGroupFlowEvent',
    resourceId: textOf(first.row, 'ResourceId').toUpperCase(),
    operationName: 'NetworkSecurityGroupFlowEvents',
    properties: {
      Version: 2,
      flows: [...tuples].map(([rule, flowTuples]) => ({ rule, flows: [{ mac, flowTuples }] })),
    },
  };
}

function recordV4({ first, minute, tuples }: Held, plan: SamplePlan): JsonObject {
  const { tenant } = plan.world;
  const [subscription] = tenant.estate.subscriptions;
  return {
    time: new Date((minute + 1) * MINUTE).toISOString().replace(/\.000Z$/, '.0000000Z'),
    flowLogGUID: `${tenant.id.slice(0, 8)}-f10e-4000-8000-000000000001`,
    macAddress: textOf(first.row, 'MacAddress'),
    category: 'FlowLogFlowEvent',
    flowLogResourceID: textOf(first.row, 'ResourceId').toUpperCase(),
    targetResourceID: `/subscriptions/${subscription?.id ?? ''}/resourceGroups/${tenant.estate.firewall.group}/providers/Microsoft.Network/virtualNetworks/vnet-main`,
    operationName: 'FlowLogFlowEvent',
    flowLogVersion: 4,
    flowRecords: {
      flows: [
        {
          aclID: textOf(first.row, 'AclId'),
          flowGroups: [...tuples].map(([rule, flowTuples]) => ({ rule, flowTuples })),
        },
      ],
    },
  };
}

/** Seconds; the counters of a flow's begin, and of a denied one, are empty. */
function tupleV2({ time, row }: SampleEvent): string {
  const counted = row['BytesSrcToDest'] !== null;
  return [
    Math.floor(time / 1000),
    ...addresses(row),
    row['Protocol'] === 'TCP' ? 'T' : 'U',
    row['FlowDirection'] === 'Inbound' ? 'I' : 'O',
    row['FlowStatus'] === 'Allowed' ? 'A' : 'D',
    textOf(row, 'FlowState').slice(0, 1),
    ...(counted ? counters(row) : ['', '', '', '']),
  ].join(',');
}

/** Milliseconds and protocol numbers; a denied flow has state D and zeros. */
function tupleV4({ time, row }: SampleEvent): string {
  return [
    time,
    ...addresses(row),
    row['Protocol'] === 'TCP' ? 6 : 17,
    row['FlowDirection'] === 'Inbound' ? 'I' : 'O',
    textOf(row, 'FlowState').slice(0, 1),
    textOf(row, 'FlowEncryption'),
    ...counters(row),
  ].join(',');
}

function addresses(row: Row): readonly string[] {
  return ['SrcIp', 'DestIp', 'SrcPort', 'DestPort'].map((column) => textOf(row, column));
}

function counters(row: Row): readonly number[] {
  return ['PacketsSrcToDest', 'BytesSrcToDest', 'PacketsDestToSrc', 'BytesDestToSrc'].map(
    (name) => row[name] as number,
  );
}

/** A blob an hour and interface, in the service's own folders. */
export const FLOW: Shape = flowShape(
  'flow',
  'NSG flow logs v2 and VNet flow logs v4 in a storage account',
  (event) => {
    const mac = textOf(event.row, 'MacAddress');
    const resource = textOf(event.row, 'ResourceId').toUpperCase();
    return event.table.name === 'NSGFlowLogs_CL'
      ? `insights-logs-networksecuritygroupflowevent/resourceId=${resource}/${hourFolder(event.time)}/macAddress=${mac}/PT1H.json`
      : `insights-logs-flowlogflowevent/flowLogResourceID=${flowLogFolder(resource)}/${hourFolder(event.time)}/macAddress=${mac}/PT1H.json`;
  },
);

/** The same records, a file for each kind of log: what a script that gathers the blobs leaves. */
export const FLOW_GATHERED: Shape = flowShape(
  'flow-gathered',
  'Flow-log records gathered into one file',
  (event) => (event.table.name === 'NSGFlowLogs_CL' ? 'flows/nsg.json' : 'flows/vnet.json'),
);

/** `/{subscription}_NETWORKWATCHERRG/NETWORKWATCHER_{region}_{name}`. */
function flowLogFolder(resource: string): string {
  const [, , subscription = '', , group = '', , , , watcher = '', , name = ''] = resource.split('/');
  return `/${subscription}_${group}/${watcher}_${name}`;
}
