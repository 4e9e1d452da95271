import { nearestName } from '../../base/nearestNames.ts';

/** Functions that a workspace with Sentinel brings along, and those of ASIM, whose parsers are named by a schema. */
const WORKSPACE =
  /^(_GetWatchlist(Alias)?|_BehaviorAnalytics\w*|FileProfile|DeviceFromIP|AssignedIPAddresses|SeenBy)$/;
const PARSER = /^(_ASim_|_Im_|_ASim|ASim|vim|im)([A-Z]\w*)$/;

/** Schemas of ASIM, as their parsers are named: `_Im_NetworkSession`, `imProcessCreate`, `vimDnsInfobloxNIOS`. */
const ASIM_SCHEMAS = [
  'AlertEvent',
  'AssetEntity',
  'AuditEvent',
  'Authentication',
  'DhcpEvent',
  'Dns',
  'FileEvent',
  'NetworkSession',
  'Process',
  'ProcessCreate',
  'ProcessEvent',
  'ProcessTerminate',
  'Registry',
  'RegistryEvent',
  'UserManagement',
  'WebSession',
];

/** A function that a workspace has by itself; `near` names the one that was meant where its schema is a slip of the pen. */
export function workspaceFunction(name: string): { readonly near: string | null } | undefined {
  if (WORKSPACE.test(name)) return { near: null };
  const [, prefix, rest] = PARSER.exec(name) ?? [];
  if (prefix === undefined || rest === undefined) return undefined;
  if (ASIM_SCHEMAS.some((schema) => rest.startsWith(schema))) return { near: null };
  const schema = nearestName(rest.split('_')[0] ?? rest, ASIM_SCHEMAS);
  return { near: schema && `${prefix}${schema}` };
}
