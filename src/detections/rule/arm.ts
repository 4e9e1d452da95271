import { AzimuthError } from '../../base/errors.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { type ArmScope, escaped, resolved, scopeOf } from './armExpressions.ts';
import { type ArmRule, armRule, yamlOfArm } from './armProperties.ts';
import { applyPatch, diffObjects, isObject, patchJson, readPatch } from './patch.ts';
import type { RuleData } from './rule.ts';

const API_VERSION = '2025-09-01';
const SEARCH_API_VERSION = '2020-08-01';
const KEPT = 'x-arm';
const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/**
 * A rule file as an ARM template with one resource. Nothing is lost: what ARM has no place for is kept in the
 * template's metadata as a patch, and what a file keeps under `x-arm` is put back.
 */
export function armFromYaml(file: RuleData): JsonObject {
  const { [KEPT]: kept, ...data } = file;
  const form = isObject(kept) && kept['form'] === 'resource' ? 'resource' : 'template';
  const arm = applyPatch(envelope(data, form), readPatch(isObject(kept) ? kept['patch'] : undefined));
  const missing = diffObjects(yamlOfArm(ruleIn(arm)), data);
  const own = missing ? { ...arm, metadata: { ...metadataOf(arm), azimuth: patchJson(missing) } } : arm;
  return isObject(kept) && kept['others'] !== undefined ? withOthers(own, kept['others']) : own;
}

/** Puts the resources that are no rules back to their places beside the rule. */
function withOthers(template: JsonObject, others: JsonValue): JsonObject {
  const resources = [...listIn(template['resources'])];
  for (const each of listIn(others))
    if (isObject(each) && typeof each['at'] === 'number' && each['resource'] !== undefined)
      resources.splice(each['at'], 0, each['resource']);
  return { ...template, resources };
}

function listIn(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

/**
 * The rule files of an ARM document: a template, a resource, a list of resources, or a package of the gallery, whose rules
 * lie in templates of their own. Rejects with an AzimuthError `rule.not-arm` for anything else.
 */
export function yamlFromArm(document: JsonValue): readonly RuleData[] {
  const documents = Array.isArray(document) ? document : [document];
  return documents.flatMap((each: JsonValue): RuleData[] => {
    if (!isObject(each)) throw notArm();
    if (Array.isArray(each['value'])) {
      const rules = each['value'].filter(isRuleResource);
      if (rules.length === 0 && each['value'].length > 0) throw notArm();
      return rules.map((resource) => yamlOf(resource, 'resource'));
    }
    if (!Array.isArray(each['resources'])) return [yamlOf(each, 'resource')];
    const rules = each['resources'].filter(isRuleResource);
    const nested = nestedRules(each['resources'], scopeOf(each));
    if (rules.length + nested.length === 0) throw notArm();
    const others = listIn(each['resources']).flatMap((resource, at) =>
      isRuleResource(resource) ? [] : [{ at, resource }],
    );
    // What stands beside several rules goes with the first one.
    return [
      ...rules.map((resource, index) =>
        yamlOf({ ...each, resources: [resource] }, 'template', index === 0 ? others : []),
      ),
      ...nested,
    ];
  });
}

/** Rules in the templates that resources hold, each as a rule of its own: what packs them is no part of them. */
function nestedRules(resources: readonly JsonValue[], scope: ArmScope, depth = 0): readonly RuleData[] {
  return resources.flatMap((resource): RuleData[] => {
    const properties = isObject(resource) && isObject(resource['properties']) ? resource['properties'] : {};
    const template = properties['mainTemplate'] ?? properties['template'];
    if (!isObject(template) || depth > 4) return [];
    const own = scopeOf(template, scope);
    const inner = listIn(template['resources']);
    const version = resolved(template['contentVersion'] ?? null, own);
    const rules = inner.filter(isRuleResource).map((each): RuleData => {
      const data = yamlOfArm(ruleIn(each, own));
      return typeof version === 'string' && data['version'] === undefined ? { ...data, version } : data;
    });
    return [...rules, ...nestedRules(inner, own, depth + 1)];
  });
}

function yamlOf(
  document: JsonObject,
  form: 'template' | 'resource',
  others: readonly JsonObject[] = [],
): RuleData {
  const kept = metadataOf(document)['azimuth'];
  const arm = isObject(kept) ? withoutOurs(document) : document;
  const data = applyPatch(yamlOfArm(ruleIn(arm)), readPatch(kept));
  const patch = diffObjects(envelope(data, form), arm);
  if (!patch && form === 'template' && others.length === 0) return data;
  return {
    ...data,
    [KEPT]: { form, ...(patch && { patch: patchJson(patch) }), ...(others.length > 0 && { others }) },
  };
}

function withoutOurs(document: JsonObject): JsonObject {
  const { metadata, ...rest } = document;
  const others = Object.entries(isObject(metadata) ? metadata : {}).filter(([key]) => key !== 'azimuth');
  return others.length > 0 ? { ...rest, metadata: Object.fromEntries(others) } : rest;
}

function envelope(data: RuleData, form: 'template' | 'resource'): JsonObject {
  const rule = armRule(data);
  if (form === 'resource') return { name: rule.name, kind: rule.kind, properties: rule.properties };
  const properties = escaped(rule.properties);
  const hunting = rule.kind === 'Hunting';
  const provider = hunting ? '' : '/Microsoft.SecurityInsights';
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: { workspace: { type: 'String' } },
    resources: [
      {
        type: hunting
          ? 'Microsoft.OperationalInsights/workspaces/savedSearches'
          : 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
        apiVersion: hunting ? SEARCH_API_VERSION : API_VERSION,
        name: `[concat(parameters('workspace'), '${provider}/${rule.name.replaceAll("'", "''")}')]`,
        ...(!hunting && { kind: rule.kind }),
        properties,
      },
    ],
  };
}

/** The only rule of a template or resource, the expressions of a template resolved. */
function ruleIn(document: JsonObject, outer?: ArmScope): ArmRule {
  const isTemplate = Array.isArray(document['resources']);
  const [found] = isTemplate ? listIn(document['resources']).filter(isRuleResource) : [document];
  const scope = isTemplate ? scopeOf(document, outer) : outer;
  const resource = found && scope ? resolved(found, scope) : found;
  if (!isObject(resource) || !isObject(resource['properties'])) throw notArm();
  const { name, id, kind, type, properties } = resource;
  const hunting = typeof type === 'string' ? /savedSearches$/i.test(type) : kind === 'Hunting';
  return {
    name: guidIn(name) ?? guidIn(id) ?? lastPart(name),
    kind: hunting ? 'Hunting' : textOr(kind, 'Scheduled'),
    properties,
  };
}

/** Rules that have a query. Others of the service, such as Fusion, and functions of a workspace are none of ours. */
function isRuleResource(value: JsonValue): value is JsonObject {
  if (!isObject(value) || !isObject(value['properties'])) return false;
  const { type, kind, properties } = value;
  const category = properties['category'];
  if (typeof type === 'string' && /savedSearches$/i.test(type))
    return typeof category !== 'string' || /hunting/i.test(category);
  if (typeof type === 'string' && !/(alertRules|alertRuleTemplates)$/i.test(type)) return false;
  return typeof kind !== 'string' || /^(Scheduled|NRT|Hunting|\[.*\])$/i.test(kind);
}

function metadataOf(document: JsonObject): JsonObject {
  return isObject(document['metadata']) ? document['metadata'] : {};
}
function guidIn(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? [...value.matchAll(GUID)].at(-1)?.[0] : undefined;
}
function lastPart(value: JsonValue | undefined): string {
  return (
    textOr(value, '')
      .replace(/['")\]]+$/, '')
      .split('/')
      .at(-1) ?? ''
  );
}
function textOr(value: JsonValue | undefined, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
function notArm(): AzimuthError {
  return new AzimuthError(
    'rule.not-arm',
    'The document is no ARM template or resource of an analytics rule.',
    {
      unharmed: 'nothing was written',
      next: ['Export the rule from the workspace as an ARM template and try that file.'],
    },
  );
}
