import type { JsonValue } from '../../../../src/base/json.ts';
import { HOUR, iso, MINUTE } from '../../../../src/samples/instant.ts';
import { flow, webRequest } from '../../../../src/samples/streams/network.ts';
import type { Flow } from '../../../../src/samples/streams/network.ts';
import type { SampleEvent } from '../../../../src/samples/table.ts';
import type { Plant, Scene } from '../scene.ts';

const machineOf = (scene: Scene, index = 0) => {
  const machine = scene.tenant.estate.machines[index];
  if (!machine) throw new RangeError('no machine');
  return machine;
};

const startOfHour = (scene: Scene) => scene.time - (scene.time % HOUR);

function raw(scene: Scene, log: 'nsg' | 'vnet', change: Partial<Flow>): readonly SampleEvent[] {
  return flow(
    scene.tenant,
    {
      time: scene.time,
      machine: machineOf(scene),
      direction: 'Inbound',
      peer: scene.evil.ip,
      port: 3389,
      from: 51_000,
      protocol: 'TCP',
      decision: 'Allowed',
      rule: 'UserRule_anything',
      sent: 4000,
      received: 9000,
      lasts: 2 * MINUTE,
      ...change,
    },
    log,
  );
}

/** A row of traffic analytics over virtual-network flow logs. */
function nta(scene: Scene, time: number, values: Readonly<Record<string, JsonValue>>): SampleEvent {
  const { name, ip } = machineOf(scene);
  return scene.row('NTANetAnalytics', time, {
    SubType: 'FlowLog',
    FlowStartTime: iso(time),
    FlowEndTime: iso(time + 60_000),
    FlowType: 'ExternalPublic',
    FlowDirection: 'Outbound',
    FlowStatus: 'Allowed',
    SrcVm: `rg/${name}`,
    SrcIp: ip,
    DestPort: 443,
    DestPublicIps: `${scene.evil.ip}|1|1|10|10|5000|5000`,
    Country: 'zz',
    AllowedInFlows: 0,
    AllowedOutFlows: 1,
    DeniedInFlows: 0,
    DeniedOutFlows: 0,
    BytesSrcToDest: 6000,
    BytesDestToSrc: 6000,
    ...values,
  });
}

const inbound = (scene: Scene) => ({
  FlowDirection: 'Inbound',
  SrcVm: '',
  SrcIp: '',
  DestVm: `rg/${machineOf(scene).name}`,
  DestIp: machineOf(scene).ip,
  SrcPublicIps: `${scene.evil.ip}|1|1|10|10|5000|5000`,
  DestPublicIps: '',
  AllowedOutFlows: 0,
  AllowedInFlows: 1,
});

const denied = { FlowStatus: 'Denied', AllowedInFlows: 0, AllowedOutFlows: 0, DeniedInFlows: 1 };

/** A row of traffic analytics over network security groups' flow logs. */
function ana(scene: Scene, time: number, values: Readonly<Record<string, JsonValue>>): SampleEvent {
  const { name, ip } = machineOf(scene);
  return scene.row('AzureNetworkAnalytics_CL', time, {
    SubType_s: 'FlowLog',
    FlowStartTime_t: iso(time),
    FlowEndTime_t: iso(time + 60_000),
    FlowType_s: 'ExternalPublic',
    FlowDirection_s: 'O',
    FlowStatus_s: 'A',
    VM_s: `rg/${name}`,
    VMIP_s: ip,
    SrcIP_s: ip,
    DestPort_d: 443,
    DestPublicIPs_s: `${scene.evil.ip}|1|1|10|10|5000|5000`,
    AllowedInFlows_d: 0,
    AllowedOutFlows_d: 1,
    DeniedInFlows_d: 0,
    DeniedOutFlows_d: 0,
    OutboundBytes_d: 6000,
    InboundBytes_d: 6000,
    ...values,
  });
}

const anaInbound = (scene: Scene) => ({
  FlowDirection_s: 'I',
  SrcPublicIPs_s: `${scene.evil.ip}|1|1|10|10|5000|5000`,
  DestPublicIPs_s: '',
  AllowedOutFlows_d: 0,
  AllowedInFlows_d: 1,
});

const others = [0, 1, 2, 3, 4, 5, 6, 7];
const GB = 1_000_000_000;

/** Flows that the tenant's attacks do not have, raw and as traffic analytics tells them. */
export const NETWORK: Readonly<Record<string, Plant>> = {
  'network/malicious-address': (scene) => ({
    attack: [nta(scene, scene.time, { FlowType: 'MaliciousFlow' })],
    benign: [nta(scene, scene.time, { ...inbound(scene), ...denied, FlowType: 'MaliciousFlow' })],
    finds: scene.evil.ip,
  }),
  'network/administration-from-internet': (scene) => ({
    attack: [nta(scene, scene.time, { ...inbound(scene), DestPort: 3389 })],
    benign: [nta(scene, scene.time, { ...inbound(scene), ...denied, DestPort: 22 })],
    finds: scene.evil.ip,
  }),
  'network/bytes-to-outside': (scene) => ({
    attack: [nta(scene, scene.time, { BytesSrcToDest: 3 * GB })],
    benign: others.map((day) =>
      nta(scene, scene.time - day * 24 * HOUR, {
        SrcIp: '10.20.9.9',
        BytesSrcToDest: GB,
        DestPublicIps: '198.18.4.4|1|1|1|1|1|1',
        Country: 'de',
      }),
    ),
    finds: scene.evil.ip,
  }),
  'network/one-source-many-denied': (scene) => ({
    attack: Array.from({ length: 20 }, (_, i) =>
      nta(scene, scene.time + i * 1000, { ...inbound(scene), ...denied, DestPort: 20 + i }),
    ),
    finds: scene.evil.ip,
  }),
  'network/inside-fan-out': (scene) => ({
    attack: others.map((i) =>
      nta(scene, startOfHour(scene) + i * MINUTE, {
        FlowType: 'IntraVNet',
        DestIp: `10.20.2.${i}`,
        DestPort: 445,
        DestPublicIps: '',
        Country: '',
      }),
    ),
    benign: [0, 1].map((i) =>
      nta(scene, scene.time, {
        FlowType: 'IntraVNet',
        SrcIp: '10.20.9.8',
        DestIp: `10.20.3.${i}`,
        DestPort: 22,
        DestPublicIps: '',
        Country: '',
      }),
    ),
    finds: machineOf(scene).ip,
  }),
  'network/mining-ports': (scene) => ({
    attack: [nta(scene, scene.time, { DestPort: 14_444 })],
    finds: scene.evil.ip,
  }),
  'network/country-new-to-machine': (scene) => ({
    attack: [nta(scene, scene.time, { Country: 'kp', BytesSrcToDest: 900_000 })],
    benign: others.map((day) =>
      nta(scene, scene.time - day * 24 * HOUR, { Country: 'de', DestPublicIps: '198.18.4.4|1|1|1|1|1|1' }),
    ),
    finds: 'kp',
  }),
  'network/names-asked-outside': (scene) => ({
    attack: [nta(scene, scene.time, { DestPort: 53, AllowedOutFlows: 400 })],
    benign: [nta(scene, scene.time, { DestPort: 53, AllowedOutFlows: 3, Country: 'de' })],
    finds: scene.evil.ip,
  }),
  'network/denied-then-allowed': (scene) => ({
    attack: [
      ...others.map((i) => nta(scene, scene.time + i, { ...inbound(scene), ...denied, DestPort: 8000 + i })),
      nta(scene, scene.at(5), { ...inbound(scene), DestPort: 8080 }),
    ],
    finds: scene.evil.ip,
  }),
  'network/address-with-threat': (scene) => {
    const row = (Ip: string, ThreatType: string) =>
      scene.row('NTAIpDetails', scene.time, {
        SubType: 'FlowLog',
        FlowIntervalStartTime: iso(scene.time),
        FlowIntervalEndTime: iso(scene.time + HOUR),
        FlowType: 'MaliciousFlow',
        Ip,
        ThreatType,
        ThreatDescription: 'Botnet',
        Port: 443,
      });
    return { attack: [row(scene.evil.ip, 'Botnet')], benign: [row('198.18.0.1', '')], finds: scene.evil.ip };
  },
  'network/nsg-analytics-malicious-address': (scene) => ({
    attack: [ana(scene, scene.time, { FlowType_s: 'MaliciousFlow' })],
    benign: [
      ana(scene, scene.time, {
        ...anaInbound(scene),
        FlowType_s: 'MaliciousFlow',
        AllowedInFlows_d: 0,
        DeniedInFlows_d: 1,
        FlowStatus_s: 'D',
      }),
    ],
    finds: scene.evil.ip,
  }),
  'network/nsg-analytics-administration-from-internet': (scene) => ({
    attack: [ana(scene, scene.time, { ...anaInbound(scene), DestPort_d: 22 })],
    benign: [ana(scene, scene.time, { ...anaInbound(scene), DestPort_d: 443 })],
    finds: scene.evil.ip,
  }),
  'network/nsg-analytics-bytes-to-outside': (scene) => ({
    attack: [ana(scene, scene.time, { OutboundBytes_d: 3 * GB })],
    benign: others.map((day) =>
      ana(scene, scene.time - day * 24 * HOUR, {
        OutboundBytes_d: GB,
        DestPublicIPs_s: '198.18.4.4|1|1|1|1|1|1',
      }),
    ),
    finds: scene.evil.ip,
  }),
  'network/nsg-analytics-inside-fan-out': (scene) => ({
    attack: others.map((i) =>
      ana(scene, startOfHour(scene) + i * MINUTE, {
        FlowType_s: 'IntraVNet',
        DestIP_s: `10.20.2.${i}`,
        DestPort_d: 3389,
        DestPublicIPs_s: '',
      }),
    ),
    finds: machineOf(scene).ip,
  }),
  'network/nsg-analytics-one-source-many-denied': (scene) => ({
    attack: Array.from({ length: 20 }, (_, i) =>
      ana(scene, scene.time + i * 1000, {
        ...anaInbound(scene),
        FlowStatus_s: 'D',
        AllowedInFlows_d: 0,
        DeniedInFlows_d: 1,
        DestPort_d: 20 + i,
      }),
    ),
    finds: scene.evil.ip,
  }),
  'network/denied-scan': (scene) => ({
    attack: Array.from({ length: 20 }, (_, i) =>
      raw(scene, 'vnet', { time: scene.time + i * 1000, port: 20 + i, decision: 'Denied' }),
    ).flat(),
    finds: scene.evil.ip,
  }),
  'network/flow-administration-from-internet': (scene) => ({
    attack: raw(scene, 'vnet', {}),
    benign: raw(scene, 'vnet', { peer: '10.20.5.10' }),
    finds: scene.evil.ip,
  }),
  'network/flow-bytes-to-outside': (scene) => ({
    attack: raw(scene, 'vnet', { direction: 'Outbound', port: 443, sent: 3 * GB, received: 100_000 }),
    finds: scene.evil.ip,
  }),
  'network/flow-inside-fan-out': (scene) => ({
    attack: others.flatMap((i) =>
      raw(scene, 'vnet', {
        time: startOfHour(scene) + i * MINUTE,
        direction: 'Outbound',
        peer: `10.20.3.${i}`,
        port: 445,
      }),
    ),
    finds: machineOf(scene).ip,
  }),
  'network/flow-that-does-not-end': (scene) => ({
    attack: raw(scene, 'vnet', { direction: 'Outbound', port: 443, lasts: 6 * HOUR }),
    finds: scene.evil.ip,
  }),
  'network/nsg-administration-from-internet': (scene) => ({
    attack: raw(scene, 'nsg', { port: 22 }),
    benign: raw(scene, 'nsg', { port: 22, decision: 'Denied' }),
    finds: scene.evil.ip,
  }),
  'network/nsg-denied-scan': (scene) => ({
    attack: Array.from({ length: 20 }, (_, i) =>
      raw(scene, 'nsg', { time: scene.time + i * 1000, port: 20 + i, decision: 'Denied' }),
    ).flat(),
    finds: scene.evil.ip,
  }),
  'network/nsg-port-that-nobody-uses': (scene) => ({
    attack: [0, 1, 2, 3].flatMap((i) =>
      raw(scene, 'nsg', { time: scene.at(i * 10), direction: 'Outbound', port: 7171 }),
    ),
    finds: scene.evil.ip,
  }),
  'network/web-attacks-not-blocked': (scene) => {
    const waf = { rule: '942100', message: 'SQL Injection', data: 'x' };
    const request = {
      time: scene.time,
      ip: scene.evil.ip,
      method: 'GET' as const,
      path: '/search',
      query: 'q=1',
      userAgent: 'x',
    };
    return {
      attack: webRequest(scene.tenant, scene.random, {
        ...request,
        status: 200,
        waf: { ...waf, action: 'Matched' },
      }),
      benign: webRequest(scene.tenant, scene.random, {
        ...request,
        status: 403,
        waf: { ...waf, action: 'Blocked' },
      }),
      finds: scene.evil.ip,
    };
  },
};
