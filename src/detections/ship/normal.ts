import { canonicalJson } from '../../base/canonicalJson.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { parseDuration } from '../rule/duration.ts';
import { isObject } from '../rule/patch.ts';

/** What the service adds by itself or a file does not say. */
const NOT_COMPARED = new Set(['lastModifiedUtc', 'alertRuleTemplateName', 'startTimeUtc']);
/** What the service fills in where nothing was said. */
const DEFAULTS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    suppressionEnabled: false,
    suppressionDuration: 'PT5H',
    eventGroupingSettings: { aggregationKind: 'SingleAlert' },
    incidentConfiguration: {
      createIncident: true,
      groupingConfiguration: {
        enabled: false,
        reopenClosedIncident: false,
        lookbackDuration: 'PT5H',
        matchingMethod: 'AllEntities',
      },
    },
  }).map(([name, value]) => [name, canonicalJson(normalValue(value))]),
);

/** Properties of a rule in a form in which two that mean the same are the same. */
export function normalProperties(properties: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]): [string, JsonValue][] => {
      const normal = normalValue(value);
      if (NOT_COMPARED.has(name) || isNothing(normal) || DEFAULTS[name] === canonicalJson(normal)) return [];
      return [[name, normal]];
    }),
  );
}

function normalValue(value: JsonValue): JsonValue {
  if (typeof value === 'string') {
    const seconds = /^P/.test(value) ? parseDuration(value) : undefined;
    return seconds === undefined ? value.replaceAll('\r\n', '\n').trimEnd() : `${seconds}s`;
  }
  if (Array.isArray(value)) return value.map((each: JsonValue) => normalValue(each));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, normalValue(member)] as const)
      .filter(([, member]) => !isNothing(member)),
  );
}

function isNothing(value: JsonValue): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}
