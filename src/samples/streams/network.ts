import type { Machine } from '../estate.ts';
import { MINUTE, iso } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { Random } from '../random.ts';
import type { Row, SampleEvent } from '../table.ts';
import { TABLES } from '../tables.ts';
import type { Tenant } from '../tenant.ts';

export interface Flow {
  readonly time: Instant;
  /** Whose network interface saw it. */
  readonly machine: Machine;
  readonly direction: 'Inbound' | 'Outbound';
  readonly peer: string;
  readonly port: number;
  /** The connecting side's port. */
  readonly from: number;
  readonly protocol: 'TCP' | 'UDP';
  readonly decision: 'Allowed' | 'Denied';
  readonly rule: string;
  /** Bytes from source to destination and back, over the whole flow. */
  readonly sent: number;
  readonly received: number;
  /** Milliseconds; over five minutes it has continuation records. */
  readonly lasts: number;
}

/** A flow as flow logs tell it: begin, a continuation each five minutes, end; or one record where it was denied. */
export function flow(tenant: Tenant, about: Flow, log: 'nsg' | 'vnet'): SampleEvent[] {
  const base = common(tenant, about, log);
  if (about.decision === 'Denied') return [record(base, about.time, log, 'D', 0, 0)];
  const steps = 1 + Math.floor(about.lasts / (5 * MINUTE));
  const records = [record(base, about.time, log, 'B', 0, 0)];
  for (let step = 1; step <= steps; step++) {
    const last = step === steps;
    const time = last ? about.time + about.lasts : about.time + step * 5 * MINUTE;
    records.push(
      record(
        base,
        time,
        log,
        last ? 'E' : 'C',
        part(about.sent, step, steps),
        part(about.received, step, steps),
      ),
    );
  }
  return records;
}

function part(total: number, step: number, steps: number): number {
  return Math.floor((total * step) / steps) - Math.floor((total * (step - 1)) / steps);
}

function common(tenant: Tenant, about: Flow, log: 'nsg' | 'vnet'): Row {
  const { machine } = about;
  const inbound = about.direction === 'Inbound';
  const group = machine.networkGroup;
  const [subscription] = tenant.estate.subscriptions;
  return {
    FlowLogVersion: log === 'nsg' ? 2 : 4,
    MacAddress: machine.mac,
    ResourceId:
      log === 'nsg'
        ? group.id
        : `/subscriptions/${subscription?.id ?? ''}/resourceGroups/NetworkWatcherRG/providers/Microsoft.Network/networkWatchers/NetworkWatcher_${tenant.estate.location}/flowLogs/${tenant.estate.flowLog}`,
    AclId: log === 'nsg' ? '' : group.id,
    Rule: about.rule,
    SrcIp: inbound ? about.peer : machine.ip,
    DestIp: inbound ? machine.ip : about.peer,
    SrcPort: about.from,
    DestPort: about.port,
    Protocol: about.protocol,
    FlowDirection: about.direction,
    FlowStatus: about.decision,
    FlowEncryption: log === 'nsg' ? '' : 'NX',
  };
}

/** The words that the letters of a flow's state stand for. */
const STATES: Readonly<Record<string, string>> = { B: 'Begin', C: 'Continue', E: 'End', D: 'Deny' };

/** Packets are counted at a full frame each; NSG flow logs know whole seconds only. */
function record(
  base: Row,
  at: Instant,
  log: 'nsg' | 'vnet',
  state: string,
  sent: number,
  received: number,
): SampleEvent {
  const grain = log === 'nsg' ? 1000 : 1;
  const time = Math.floor(at / grain) * grain;
  const nsgDenied = log === 'nsg' && state === 'D';
  const counted = log === 'vnet' || (state !== 'B' && state !== 'D');
  return {
    table: log === 'nsg' ? TABLES.NSGFlowLogs_CL : TABLES.VNetFlowLogs_CL,
    time,
    row: {
      TimeGenerated: iso(time),
      ...base,
      FlowState: STATES[nsgDenied ? 'B' : state] ?? '',
      PacketsSrcToDest: counted ? Math.ceil(sent / 1400) : null,
      BytesSrcToDest: counted ? sent : null,
      PacketsDestToSrc: counted ? Math.ceil(received / 1400) : null,
      BytesDestToSrc: counted ? received : null,
    },
  };
}

/** What the firewall decided about a connection by address. */
export function firewallNetwork(
  tenant: Tenant,
  about: {
    readonly time: Instant;
    readonly source: string;
    readonly from: number;
    readonly destination: string;
    readonly port: number;
    readonly protocol: 'TCP' | 'UDP';
    readonly action: 'Allow' | 'Deny';
    readonly rule: string;
  },
): SampleEvent {
  return {
    table: TABLES.AZFWNetworkRule,
    time: about.time,
    row: {
      TenantId: tenant.workspace,
      TimeGenerated: iso(about.time),
      Protocol: about.protocol,
      SourceIp: about.source,
      SourcePort: about.from,
      DestinationIp: about.destination,
      DestinationPort: about.port,
      Action: about.action,
      ...policy(tenant, about.action, about.rule, 'network'),
      SourceSystem: 'Azure',
      Type: 'AZFWNetworkRule',
      ...firewall(tenant),
    },
  };
}

/** What the firewall decided about a connection by name. */
export function firewallApplication(
  tenant: Tenant,
  about: {
    readonly time: Instant;
    readonly source: string;
    readonly from: number;
    readonly fqdn: string;
    readonly action: 'Allow' | 'Deny';
    readonly rule: string;
    readonly category: string;
  },
): SampleEvent {
  return {
    table: TABLES.AZFWApplicationRule,
    time: about.time,
    row: {
      TenantId: tenant.workspace,
      TimeGenerated: iso(about.time),
      Protocol: 'HTTPS',
      SourceIp: about.source,
      SourcePort: about.from,
      DestinationPort: 443,
      Fqdn: about.fqdn,
      TargetUrl: '',
      Action: about.action,
      ...policy(tenant, about.action, about.rule, 'application'),
      IsTlsInspected: false,
      WebCategory: about.category,
      IsExplicitProxyRequest: false,
      SourceSystem: 'Azure',
      Type: 'AZFWApplicationRule',
      ...firewall(tenant),
    },
  };
}

function policy(tenant: Tenant, action: string, rule: string, kind: string): Row {
  const matched = action === 'Allow' || rule !== '';
  return {
    Policy: tenant.estate.firewallPolicy,
    RuleCollectionGroup: matched ? `rcg-${kind}` : '',
    RuleCollection: matched ? `rc-${kind}-${action.toLowerCase()}` : '',
    Rule: rule,
    ActionReason: matched ? '' : 'Default Action',
  };
}

function firewall(tenant: Tenant): Row {
  return {
    _ResourceId: tenant.estate.firewall.id.toLowerCase(),
    _SubscriptionId: tenant.estate.firewall.subscription.id,
  };
}

export interface WebRequest {
  readonly time: Instant;
  readonly ip: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: string;
  readonly status: number;
  readonly userAgent: string;
  /** The web application firewall's finding, with what it did. */
  readonly waf?: {
    readonly rule: string;
    readonly message: string;
    readonly action: 'Matched' | 'Blocked';
    readonly data: string;
  };
}

/** A request to the shop: AGWAccessLogs, and AGWFirewallLogs where a rule fired. */
export function webRequest(tenant: Tenant, random: Random, about: WebRequest): SampleEvent[] {
  const { gateway, webHost } = tenant.estate;
  const transaction = random.hex(16);
  const port = random.int(1025, 65_000);
  const seconds = Math.round(random.size(60, 0.8)) / 1000;
  const resource = { _ResourceId: gateway.id.toLowerCase(), _SubscriptionId: gateway.subscription.id };
  const query = about.query ?? '';
  const access: SampleEvent = {
    table: TABLES.AGWAccessLogs,
    time: about.time,
    row: {
      TenantId: tenant.workspace,
      TimeGenerated: iso(about.time),
      OperationName: 'ApplicationGatewayAccess',
      ListenerName: 'https-listener',
      RuleName: 'rule-shop',
      BackendPoolName: 'pool-web',
      BackendSettingName: 'https-settings',
      InstanceId: 'appgw_0',
      ClientIp: about.ip,
      ClientPort: port,
      HttpMethod: about.method,
      RequestUri: about.path,
      RequestQuery: query,
      UserAgent: about.userAgent,
      HttpStatus: about.status,
      HttpVersion: 'HTTP/2.0',
      ReceivedBytes: random.size(700, 0.5),
      SentBytes: random.size(9000, 1),
      ClientResponseTime: 0,
      TimeTaken: seconds,
      WafEvaluationTime: 0.002,
      WafMode: 'Prevention',
      TransactionId: transaction,
      SslEnabled: 'on',
      SslCipher: 'TLS_AES_256_GCM_SHA384',
      SslProtocol: 'TLSv1.3',
      SslClientVerify: 'NONE',
      ServerRouted: about.status === 403 ? '' : '10.20.1.10:443',
      ServerStatus: about.status === 403 ? null : about.status,
      ServerResponseLatency: seconds * 0.8,
      ErrorInfo: 'ERRORINFO_NO_ERROR',
      Host: webHost,
      OriginalRequestUriWithArgs: query === '' ? about.path : `${about.path}?${query}`,
      OriginalHost: webHost,
      SourceSystem: 'Azure',
      Type: 'AGWAccessLogs',
      ...resource,
    },
  };
  if (!about.waf) return [access];
  return [
    {
      table: TABLES.AGWFirewallLogs,
      time: about.time,
      row: {
        TenantId: tenant.workspace,
        TimeGenerated: iso(about.time),
        OperationName: 'ApplicationGatewayFirewall',
        InstanceId: 'appgw_0',
        ClientIp: about.ip,
        ClientPort: port,
        RequestUri: `${about.path}${query === '' ? '' : `?${query}`}`,
        RuleSetType: 'Microsoft_DefaultRuleSet',
        RuleSetVersion: '2.1',
        RuleId: about.waf.rule,
        Message: about.waf.message,
        Action: about.waf.action,
        Site: 'Global',
        DetailedMessage: about.waf.message,
        DetailedData: about.waf.data,
        FileDetails: '',
        LineDetails: '',
        Hostname: webHost,
        TransactionId: transaction,
        PolicyId: `${gateway.id}-waf`,
        PolicyScope: 'Global',
        PolicyScopeName: 'Global',
        ParanoiaLevel: '1',
        SourceSystem: 'Azure',
        Type: 'AGWFirewallLogs',
        ...resource,
      },
    },
    access,
  ];
}
