import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../src/base/json.ts';
import { type Call, refuse, type Reply } from './http.ts';

const REQUIRED = ['displayName', 'enabled', 'severity', 'query', 'suppressionEnabled', 'suppressionDuration'];
const SCHEDULED = ['queryFrequency', 'queryPeriod', 'triggerOperator', 'triggerThreshold'];
const OPERATORS = ['GreaterThan', 'LessThan', 'Equal', 'NotEqual'];

export interface StoredRule {
  readonly name: string;
  readonly kind: string;
  readonly etag: string;
  readonly properties: JsonObject;
}

/** A workspace's analytics rules, with etags and the checks that the service makes. */
export class AlertRuleStore {
  readonly rules = new Map<string, StoredRule>();
  readonly #workspace: string;

  constructor(workspace: string) {
    this.#workspace = workspace;
  }

  handle(call: Call, id: string | undefined): Reply {
    if (id === undefined)
      return { status: 200, body: { value: [...this.rules.values()].map((rule) => this.#shown(rule)) } };
    const found = this.rules.get(id);
    if (call.method === 'GET')
      return found
        ? { status: 200, body: this.#shown(found) }
        : refuse(404, 'NotFound', `Rule ${id} does not exist`);
    const wanted = call.headers['if-match'];
    if (wanted !== undefined && wanted !== found?.etag)
      refuse(412, 'PreconditionFailed', 'The rule was changed since it was read.');
    if (call.headers['if-none-match'] === '*' && found) refuse(412, 'PreconditionFailed', 'The rule exists.');
    if (call.method === 'DELETE') return { status: this.rules.delete(id) ? 200 : 204 };
    if (call.method !== 'PUT') return { status: 405 };
    return this.#write(id, found, call.body as Partial<StoredRule> | undefined);
  }

  #write(id: string, found: StoredRule | undefined, body: Partial<StoredRule> | undefined): Reply {
    const { kind = '', properties = {} } = body ?? {};
    if (kind !== 'Scheduled' && kind !== 'NRT') refuse(400, 'BadRequest', `kind ${kind} is not valid`);
    if (found && found.kind !== kind) refuse(400, 'BadRequest', 'The kind of a rule cannot be changed');
    for (const name of [...REQUIRED, ...(kind === 'Scheduled' ? SCHEDULED : [])])
      if (properties[name] === undefined) refuse(400, 'BadRequest', `properties.${name} is required`);
    for (const name of ['queryFrequency', 'queryPeriod', 'suppressionDuration'])
      if (
        properties[name] !== undefined &&
        !/^P(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?$/.test(String(properties[name]))
      )
        refuse(400, 'BadRequest', `properties.${name} is no ISO 8601 duration`);
    if (kind === 'Scheduled' && !OPERATORS.includes(String(properties['triggerOperator'])))
      refuse(400, 'BadRequest', 'properties.triggerOperator is not valid');
    const rule: StoredRule = {
      name: id,
      kind,
      etag: `"${randomUUID()}"`,
      properties: { ...properties, lastModifiedUtc: new Date().toISOString(), alertRuleTemplateName: null },
    };
    this.rules.set(id, rule);
    return { status: found ? 200 : 201, body: this.#shown(rule) };
  }

  #shown(rule: StoredRule): object {
    const id = `${this.#workspace}/providers/Microsoft.SecurityInsights/alertRules/${rule.name}`;
    return { id, type: 'Microsoft.SecurityInsights/alertRules', ...rule };
  }
}
