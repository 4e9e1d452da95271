import { isRecord, textOf } from '../../base/guards.ts';
import type { IncidentEntity } from '../../domain/incident.ts';
import { accountOf, type Fields, fieldsOf, firstOf, machineOf, named } from './entities.ts';

/** Where each type of Graph's evidence has its name, by paths; the first that is there. */
const EVIDENCE: Readonly<Record<string, readonly [kind: string, ...paths: string[]]>> = {
  ipEvidence: ['ip', 'ipAddress'],
  urlEvidence: ['url', 'url'],
  deviceEvidence: ['host', 'deviceDnsName', 'hostName', 'mdeDeviceId'],
  azureResourceEvidence: ['azureresource', 'resourceId', 'resourceName'],
  mailboxEvidence: ['mailbox', 'primaryAddress', 'upn', 'userAccount.userPrincipalName'],
  fileEvidence: ['file', 'fileDetails.fileName', 'fileDetails.sha256', 'fileDetails.sha1'],
  fileHashEvidence: ['filehash', 'value'],
  processEvidence: ['process', 'processCommandLine', 'imageFile.fileName'],
  analyzedMessageEvidence: ['mailmessage', 'subject', 'networkMessageId', 'internetMessageId'],
  submissionMailEvidence: ['submissionmail', 'subject', 'networkMessageId', 'submissionId'],
  mailClusterEvidence: ['mailcluster', 'query', 'clusterByValue', 'urn'],
  cloudApplicationEvidence: ['cloudapplication', 'displayName', 'appId'],
  oauthApplicationEvidence: ['cloudapplication', 'displayName', 'appId'],
  servicePrincipalEvidence: ['serviceprincipal', 'servicePrincipalName', 'appId'],
  registryKeyEvidence: ['registrykey', 'registryKey'],
  registryValueEvidence: ['registryvalue', 'registryValueName', 'registryKey'],
  securityGroupEvidence: ['securitygroup', 'displayName', 'securityGroupId'],
  malwareEvidence: ['malware', 'name'],
  dnsEvidence: ['dns', 'domainName'],
  containerRegistryEvidence: ['containerregistry', 'registry'],
  sasTokenEvidence: ['sastoken', 'signatureHash'],
  hostLogonSessionEvidence: ['host', 'host.deviceDnsName', 'host.hostName'],
};

/** Evidence that is a part of other evidence, by the property that has it; it need not say of which type it is. */
const PARTS: Readonly<Record<string, string>> = {
  account: 'userEvidence',
  blobContainer: 'blobContainerEvidence',
  cluster: 'kubernetesClusterEvidence',
  destinationAddress: 'ipEvidence',
  host: 'deviceEvidence',
  ioTHub: 'azureResourceEvidence',
  ipAddress: 'ipEvidence',
  pod: 'kubernetesPodEvidence',
  sourceAddress: 'ipEvidence',
  storageResource: 'azureResourceEvidence',
};
/** How deep parts of parts lie: a pod, its namespace, the cluster, the resource that it is. */
const DEPTH = 5;

/** What an alert's evidence in Graph is about, the resource that a device is, and what its parts are about. */
export function evidenceOf(evidence: Fields, within = '', depth = DEPTH): readonly IncidentEntity[] {
  const type = textOf(evidence['@odata.type']).replace(/^#?microsoft\.graph\.security\./, '') || within;
  if (depth === 0 || !type.endsWith('Evidence')) return [];
  const parts = Object.entries(evidence).flatMap(([name, value]) =>
    isRecord(value) ? evidenceOf(value, Object.hasOwn(PARTS, name) ? PARTS[name] : '', depth - 1) : [],
  );
  return [...itselfOf(type, evidence), ...actorOf(type, evidence['userAccount']), ...parts];
}

/** Accounts of Windows itself, which are on every machine: local system, local service and network service. */
const EVERYWHERE = /^S-1-5-(?:18|19|20)$/i;

/** Whose process or logon it is. */
function actorOf(type: string, account: unknown): readonly IncidentEntity[] {
  const { userSid } = fieldsOf(account);
  return type === 'userEvidence' || EVERYWHERE.test(textOf(userSid)) ? [] : accountEntity(account);
}

function accountEntity(given: unknown): readonly IncidentEntity[] {
  const account = fieldsOf(given);
  const { userPrincipalName, accountName, domainName } = account;
  const value = textOf(userPrincipalName) || accountOf(accountName, undefined, domainName);
  return named('account', value || firstOf(account, ['displayName', 'azureAdUserId', 'userSid']));
}

function itselfOf(type: string, evidence: Fields): readonly IncidentEntity[] {
  if (type === 'userEvidence') return accountEntity(evidence['userAccount']);
  const known = Object.hasOwn(EVIDENCE, type) ? EVIDENCE[type] : undefined;
  if (!known) return named(type.slice(0, -'Evidence'.length).toLowerCase(), nameOf(evidence));
  const [kind, ...paths] = known;
  const at = (path: string): unknown =>
    path.split('.').reduce<unknown>((value, name) => fieldsOf(value)[name], evidence);
  const value = paths.map((path) => textOf(at(path))).find((each) => each !== '') ?? '';
  return [...named(kind, value), ...machineOf(at('vmMetadata.resourceId'))];
}

/** Which properties name something, the ones that people read first. */
const NAMING = [
  /^(?:display)?name$/i,
  /Name$/,
  /(?:Id|Key|Address|Url|Uri)$/,
  /^value$|(?:Value|Hash)$/,
  /./,
];
/** What all evidence has, which names none. */
const COMMON = /^@|DateTime$|^(?:verdict|remediationStatus|remediationStatusDetails)$/;

/** Graph gets new types of evidence: one that is not known is shown by what looks like its name. */
function nameOf(evidence: Fields): string {
  const names = Object.keys(evidence).filter((name) => !COMMON.test(name));
  return firstOf(
    evidence,
    NAMING.flatMap((pattern) => names.filter((each) => pattern.test(each))),
  );
}
