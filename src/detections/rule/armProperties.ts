import type { JsonObject, JsonValue } from '../../base/json.ts';
import { isoDuration, shortFromIso } from './duration.ts';
import { isObject } from './patch.ts';
import { ruleKind, triggerOperator } from './readRule.ts';
import type { RuleData } from './rule.ts';

/** A rule as Azure Resource Manager names it, without its envelope. */
export interface ArmRule {
  readonly name: string;
  /** Scheduled or NRT; Hunting is a saved search. */
  readonly kind: string;
  readonly properties: JsonObject;
}

const LONG = { gt: 'GreaterThan', lt: 'LessThan', eq: 'Equal', ne: 'NotEqual' } as const;
/** Fields with one name and one value on both sides. */
const SAME = [
  'description',
  'severity',
  'query',
  'triggerThreshold',
  'tactics',
  'eventGroupingSettings',
  'entityMappings',
  'sentinelEntitiesMappings',
  'customDetails',
  'alertDetailsOverride',
  'suppressionEnabled',
  'enabled',
] as const;
const DEFAULTS = { enabled: true, suppressionEnabled: false, suppressionDuration: 'PT5H' } as const;
const HUNTING_CATEGORY = 'Hunting Queries';

/** What is sent to the service for a rule file. Fields of the file that the service has no place for are left out. */
export function armRule(data: RuleData): ArmRule {
  const name = typeof data['id'] === 'string' ? data['id'] : '';
  const kind = ruleKind(data);
  return {
    name,
    kind,
    properties: kind === 'Hunting' ? savedSearch(data) : alertRule(data, kind === 'Scheduled'),
  };
}

function alertRule(data: RuleData, scheduled: boolean): JsonObject {
  const out: Record<string, JsonValue> = {};
  const put = (name: string, value: JsonValue | undefined): void => {
    if (value !== undefined) out[name] = value;
  };
  put('displayName', data['name']);
  for (const field of SAME) if (scheduled || field !== 'triggerThreshold') put(field, data[field]);
  if (scheduled) {
    put('queryFrequency', durationOf(data['queryFrequency']));
    put('queryPeriod', durationOf(data['queryPeriod']));
    const operator = triggerOperator(data['triggerOperator']);
    put('triggerOperator', operator && LONG[operator]);
  }
  const techniques = data['relevantTechniques'];
  if (Array.isArray(techniques)) {
    const ids = techniques.filter((id) => typeof id === 'string');
    put('techniques', [...new Set(ids.map((id) => id.split('.')[0] ?? id))]);
    const subTechniques = ids.filter((id) => id.includes('.'));
    if (subTechniques.length > 0) put('subTechniques', subTechniques);
  }
  put('templateVersion', data['version']);
  put('incidentConfiguration', incident(data['incidentConfiguration'], isoDuration));
  put('suppressionDuration', durationOf(data['suppressionDuration']));
  return { ...DEFAULTS, ...out };
}

/** The other way: the file that a rule of the service would be written in. */
export function yamlOfArm({ name, kind, properties }: ArmRule): RuleData {
  if (kind === 'Hunting') return huntingYaml(name, properties);
  const out: Record<string, JsonValue> = { id: name, kind };
  const put = (field: string, value: JsonValue | undefined): void => {
    if (value !== undefined) out[field] = value;
  };
  put('name', properties['displayName']);
  for (const field of SAME) {
    const value = properties[field];
    if (!(field in DEFAULTS && value === DEFAULTS[field as keyof typeof DEFAULTS])) put(field, value);
  }
  put('queryFrequency', shortOf(properties['queryFrequency']));
  put('queryPeriod', shortOf(properties['queryPeriod']));
  const operator = triggerOperator(properties['triggerOperator']);
  put('triggerOperator', operator);
  const techniques = texts(properties['techniques']);
  const subTechniques = texts(properties['subTechniques']);
  if (techniques || subTechniques)
    put('relevantTechniques', [
      ...(techniques ?? []).flatMap((id) => {
        const own = (subTechniques ?? []).filter((sub) => sub.startsWith(`${id}.`));
        return own.length > 0 ? own : [id];
      }),
      ...(subTechniques ?? []).filter((sub) => !techniques?.includes(sub.split('.')[0] ?? '')),
    ]);
  put('version', properties['templateVersion'] ?? properties['version']);
  // Templates of the gallery have these; a rule of a workspace has no place for them.
  for (const field of ['status', 'requiredDataConnectors']) put(field, properties[field]);
  put('incidentConfiguration', incident(properties['incidentConfiguration'], shortFromIso));
  if (properties['suppressionDuration'] !== DEFAULTS.suppressionDuration)
    put('suppressionDuration', shortOf(properties['suppressionDuration']));
  return out;
}

/** A hunting query is a saved search of the workspace; description, tactics and techniques are tags of it. */
function savedSearch(data: RuleData): JsonObject {
  const tag = (name: string, value: JsonValue | undefined): JsonObject[] =>
    typeof value === 'string'
      ? [{ name, value }]
      : Array.isArray(value)
        ? [{ name, value: value.join(',') }]
        : [];
  return {
    category: HUNTING_CATEGORY,
    ...(data['name'] !== undefined && { displayName: data['name'] }),
    ...(data['query'] !== undefined && { query: data['query'] }),
    tags: [
      ...tag('description', data['description']),
      ...tag('tactics', data['tactics']),
      ...tag('techniques', data['relevantTechniques']),
    ],
  };
}

function huntingYaml(name: string, properties: JsonObject): RuleData {
  const tags = Array.isArray(properties['tags']) ? properties['tags'].filter(isTag) : [];
  const tag = (wanted: string): string | undefined => tags.find((each) => each.name === wanted)?.value;
  const list = (text: string): readonly string[] => (text === '' ? [] : text.split(','));
  const description = tag('description');
  const tactics = tag('tactics');
  const techniques = tag('techniques');
  return {
    id: name,
    ...(properties['displayName'] !== undefined && { name: properties['displayName'] }),
    ...(description !== undefined && { description }),
    ...(tactics !== undefined && { tactics: list(tactics) }),
    ...(techniques !== undefined && { relevantTechniques: list(techniques) }),
    ...(properties['query'] !== undefined && { query: properties['query'] }),
  };
}

function incident(
  value: JsonValue | undefined,
  convert: (text: string) => string | undefined,
): JsonValue | undefined {
  if (!isObject(value)) return value;
  const grouping = value['groupingConfiguration'];
  if (!isObject(grouping) || typeof grouping['lookbackDuration'] !== 'string') return value;
  const lookbackDuration = convert(grouping['lookbackDuration']) ?? grouping['lookbackDuration'];
  return { ...value, groupingConfiguration: { ...grouping, lookbackDuration } };
}

function durationOf(value: JsonValue | undefined): JsonValue | undefined {
  return typeof value === 'string' ? (isoDuration(value) ?? value) : value;
}
function shortOf(value: JsonValue | undefined): JsonValue | undefined {
  return typeof value === 'string' ? (shortFromIso(value) ?? value) : value;
}
function texts(value: JsonValue | undefined): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : undefined;
}
function isTag(value: JsonValue): value is { name: string; value: string } {
  return isObject(value) && typeof value['name'] === 'string' && typeof value['value'] === 'string';
}
