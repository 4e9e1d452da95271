import type { JsonObject } from '../../base/json.ts';
import type { Cell } from '../../domain/answer.ts';
import type { Entity, EntityKind } from '../../domain/entity.ts';
import type { Severity, TechniqueClaim } from '../../domain/timelineEvent.ts';
import { parseJson, parseRowReference, parseRowText, renderRowText, type RowText } from './rowText.ts';
import type { MappingRule, RuleBook, RuleSet } from './rule.ts';

/** What the mapping says of one row; a pin starts from it. */
export interface RowReading {
  readonly title: string;
  readonly severity: Severity;
  readonly entities: readonly Entity[];
  readonly techniques: readonly TechniqueClaim[];
}

const SEVERITY_ORDER: readonly Severity[] = ['high', 'medium', 'low', 'informational'];
const TECHNIQUE_ID = /^T\d{4}(?:\.\d{3})?$/;

/**
 * Reads a row. `answer` is the row of the answer to `claimQuery` for it, undefined where there was no query. The
 * title is that of the first rule that holds; the severity is the row's own, else the highest of the rules that hold.
 */
export function readRow(
  book: RuleBook,
  table: string,
  row: JsonObject,
  answer: readonly Cell[] | undefined,
): RowReading {
  const set = book.byTable.get(table);
  const rules = set?.rules.filter((_, index) => answer?.[index + 1] === true) ?? [];
  const [first] = rules;
  return {
    title: (first && renderRowText(first.title, row)) ?? plainTitle(table, row),
    severity: ownSeverity(set, row) ?? highest(rules),
    entities: readEntities(set, row),
    techniques: set ? [...rules.flatMap((rule) => claimOf(set, rule)), ...namedClaims(set, rules, row)] : [],
  };
}

function claimOf(set: RuleSet, rule: MappingRule): TechniqueClaim[] {
  if (rule.technique === '') return [];
  return [
    {
      technique: rule.technique,
      attackVersion: set.attackVersion,
      confidence: rule.confidence,
      by: { rule: rule.id },
      reason: rule.reason,
    },
  ];
}

/** Techniques that the row itself lists, as alerts do; said by the rule that read the list. */
function namedClaims(set: RuleSet, rules: readonly MappingRule[], row: JsonObject): TechniqueClaim[] {
  const [rule] = rules;
  if (!set.named || !rule) return [];
  const { attackVersion } = set.named;
  const value = row[set.named.column] ?? null;
  const list = typeof value === 'string' ? (parseJson(value) ?? value.split(',')) : value;
  if (!Array.isArray(list)) return [];
  const ids = list.map((id) => String(id).trim()).filter((id) => TECHNIQUE_ID.test(id));
  return [...new Set(ids)].map((id) => ({
    technique: id,
    attackVersion,
    confidence: rule.confidence,
    by: { rule: rule.id },
    reason: `The row names it in ${set.named?.column ?? ''}.`,
  }));
}

function ownSeverity(set: RuleSet | undefined, row: JsonObject): Severity | undefined {
  const value = set?.severityColumn ? row[set.severityColumn] : undefined;
  return SEVERITY_ORDER.find((severity) => typeof value === 'string' && severity === value.toLowerCase());
}

function highest(rules: readonly MappingRule[]): Severity {
  return (
    SEVERITY_ORDER.find((severity) => rules.some((rule) => rule.severity === severity)) ?? 'informational'
  );
}

/** Entities of tables that no rule set describes, by what their columns are usually called. */
const USUAL_ENTITIES: readonly (readonly [columns: string, kind: EntityKind])[] = [
  ['UserPrincipalName,AccountUpn,AccountUPN,Caller,InitiatingProcessAccountUpn', 'account'],
  ['IPAddress,CallerIpAddress,CallerIPAddress,ClientIP,SrcIp,SourceIp,RemoteIP', 'ip'],
  ['DestIp,DestinationIp', 'ip'],
  ['DeviceName,Computer,HostName', 'host'],
  ['_ResourceId,ResourceId,TargetResourceId', 'azure-resource'],
  ['RecipientEmailAddress,MailboxOwnerUPN', 'mailbox'],
  ['AppDisplayName,ServicePrincipalName', 'cloud-application'],
  ['FileName', 'file'],
  ['RemoteUrl,Url', 'url'],
];
const usualEntities = USUAL_ENTITIES.map(([columns, kind]) => ({
  path: parseRowReference(columns, {}),
  kind,
}));

const usualTitle: RowText = parseRowText(
  '{AlertName,Title,DisplayName,OperationName,OperationNameValue,Operation,ActionType,Category|}',
  {},
);

function plainTitle(table: string, row: JsonObject): string {
  const what = renderRowText(usualTitle, row);
  return what === '' ? `Row of ${table}` : `${what} (${table})`;
}

/** Where a table's entities are: as its rules say, else by what its columns are usually called. */
export function entitiesOf(set: RuleSet | undefined): RuleSet['entities'] {
  return set && set.entities.length > 0 ? set.entities : usualEntities;
}

function readEntities(set: RuleSet | undefined, row: JsonObject): Entity[] {
  const found = new Map<string, Entity>();
  for (const { path, kind } of entitiesOf(set)) {
    const text = renderRowText(path, row);
    const value = kind === 'ip' ? withoutPort(text) : text;
    if (value !== '') found.set(`${kind} ${value.toLowerCase()}`, { kind, value });
  }
  return [...found.values()];
}

/** Some services log `address:port` or `[address]:port`. */
function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(text);
  return bracketed?.[1] ?? text.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
}
