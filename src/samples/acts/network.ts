import { MINUTE, SECOND } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { Random } from '../random.ts';
import { firewallApplication, firewallNetwork, flow, webRequest } from '../streams/network.ts';
import type { SampleEvent } from '../table.ts';
import type { World } from '../world.ts';
import type { Act } from './act.ts';

const SITES = [
  ['update.packages.example', 'allow-updates', 'ComputersAndTechnology'],
  ['api.payments.example', 'allow-payments', 'Business'],
  ['telemetry.monitoring.example', 'allow-monitoring', 'ComputersAndTechnology'],
  ['login.microsoftonline.com', 'allow-azure', 'ComputersAndTechnology'],
] as const;

const SHOP = [
  '/',
  '/basket',
  '/catalogue',
  '/search',
  '/login',
  '/api/stock',
  '/assets/app.js',
  '/assets/site.css',
];

const BROWSERS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x86_64; rv:136.0) Gecko/20100101 Firefox/136.0',
];

function ephemeral(random: Random): number {
  return random.int(49_152, 65_535);
}

function customer(random: Random): string {
  return `198.19.${random.int(0, 255)}.${random.int(1, 254)}`;
}

/** Traffic seen on a network interface; both logs when `log` says so is the tenant's own doubling. */
function machineTalks(world: World, random: Random, time: Instant): SampleEvent[] {
  const { machines } = world.tenant.estate;
  const machine = random.pick(machines);
  const log = random.chance(0.4) ? 'nsg' : 'vnet';
  const dice = random.unit();
  if (dice < 0.12)
    return flow(
      world.tenant,
      {
        time,
        machine,
        direction: 'Inbound',
        peer: `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${random.int(1, 254)}`,
        from: ephemeral(random),
        port: random.pick([22, 23, 445, 3389, 8080, 5900]),
        protocol: 'TCP',
        decision: 'Denied',
        rule: 'DefaultRule_DenyAllInBound',
        sent: 0,
        received: 0,
        lasts: 0,
      },
      log,
    );
  const other = random.pick(machines);
  const inside = dice < 0.6 && other !== machine;
  const web = machine.role === 'web' && dice < 0.85;
  return flow(
    world.tenant,
    {
      time,
      machine,
      direction: web ? 'Inbound' : 'Outbound',
      peer: web ? '10.20.0.4' : inside ? other.ip : customer(random),
      from: ephemeral(random),
      port: web ? 443 : inside ? (other.role === 'data' ? 1433 : random.pick([443, 8443, 5671])) : 443,
      protocol: 'TCP',
      decision: 'Allowed',
      rule: web
        ? 'UserRule_allow-gateway'
        : inside
          ? 'DefaultRule_AllowVnetOutBound'
          : 'DefaultRule_AllowInternetOutBound',
      sent: random.size(4_000),
      received: random.size(30_000),
      lasts: random.exponential(90) * SECOND,
    },
    log,
  );
}

function machineGoesOut(world: World, random: Random, time: Instant): SampleEvent[] {
  const machine = random.pick(world.tenant.estate.machines);
  const [fqdn, rule, category] = random.pick(SITES);
  return [
    firewallApplication(world.tenant, {
      time,
      source: machine.ip,
      from: ephemeral(random),
      fqdn,
      action: 'Allow',
      rule,
      category,
    }),
  ];
}

function firewallDecides(world: World, random: Random, time: Instant): SampleEvent[] {
  const machine = random.pick(world.tenant.estate.machines);
  const denied = random.chance(0.08);
  return [
    firewallNetwork(world.tenant, {
      time,
      source: machine.ip,
      from: ephemeral(random),
      destination: denied
        ? `203.0.113.${random.int(1, 254)}`
        : random.pick(['10.30.0.4', '10.30.0.5', '10.20.3.10']),
      port: denied ? random.pick([25, 21, 6881]) : random.pick([53, 123, 1433, 389]),
      protocol: random.chance(0.6) ? 'UDP' : 'TCP',
      action: denied ? 'Deny' : 'Allow',
      rule: denied ? '' : 'allow-infrastructure',
    }),
  ];
}

function customerShops(world: World, random: Random, time: Instant): SampleEvent[] {
  const ip = customer(random);
  const userAgent = random.pick(BROWSERS);
  return Array.from({ length: random.int(1, 6) }, (_, index) => {
    const path = random.pick(SHOP);
    return webRequest(world.tenant, random, {
      time: time + index * random.between(0.2, 12) * SECOND,
      ip,
      method: path === '/login' ? 'POST' : 'GET',
      path,
      ...(path === '/search'
        ? { query: `q=${random.pick(['pump', 'gasket', 'lamp', 'twine', 'valve'])}` }
        : {}),
      status: random.chance(0.96) ? 200 : random.pick([304, 404, 500]),
      userAgent,
    });
  }).flat();
}

const PROBES = [
  ['942100', 'SQL Injection Attack Detected via libinjection', '/search', "q=1'%20OR%20'1'='1"],
  ['930100', 'Path Traversal Attack (/../)', '/assets/../../etc/passwd', ''],
  ['913100', 'Found User-Agent associated with security scanner', '/', ''],
] as const;

function scannerProbes(world: World, random: Random, time: Instant): SampleEvent[] {
  const [rule, message, path, query] = random.pick(PROBES);
  return webRequest(world.tenant, random, {
    time,
    ip: `192.0.2.${random.int(1, 254)}`,
    method: 'GET',
    path,
    query,
    status: 403,
    userAgent: random.pick(['Mozilla/5.0 zgrab/0.x', 'sqlmap/1.8', 'Nuclei - Open-source project']),
    waf: { rule, message, action: 'Blocked', data: `Matched Data: ${query === '' ? path : query}` },
  });
}

function longTransfer(world: World, random: Random, time: Instant): SampleEvent[] {
  const machine = world.tenant.estate.machines.find(({ role }) => role === 'data');
  if (!machine) return [];
  return flow(
    world.tenant,
    {
      time,
      machine,
      direction: 'Outbound',
      peer: '10.30.1.20',
      from: ephemeral(random),
      port: 443,
      protocol: 'TCP',
      decision: 'Allowed',
      rule: 'DefaultRule_AllowVnetOutBound',
      sent: random.size(90_000_000, 0.6),
      received: random.size(400_000, 0.5),
      lasts: random.between(8, 28) * MINUTE,
    },
    'vnet',
  );
}

export const NETWORK_ACTS: readonly Act[] = [
  {
    name: 'a machine talks',
    weight: 14,
    by: 'machines',
    tables: ['NSGFlowLogs_CL', 'VNetFlowLogs_CL'],
    make: machineTalks,
  },
  { name: 'a long transfer', weight: 0.3, by: 'machines', tables: ['VNetFlowLogs_CL'], make: longTransfer },
  {
    name: 'a machine goes out',
    weight: 7,
    by: 'machines',
    tables: ['AZFWApplicationRule'],
    make: machineGoesOut,
  },
  {
    name: 'the firewall decides',
    weight: 9,
    by: 'machines',
    tables: ['AZFWNetworkRule'],
    make: firewallDecides,
  },
  { name: 'a customer shops', weight: 5, by: 'people', tables: ['AGWAccessLogs'], make: customerShops },
  {
    name: 'a scanner probes',
    weight: 0.8,
    by: 'machines',
    tables: ['AGWAccessLogs', 'AGWFirewallLogs'],
    make: scannerProbes,
  },
];
