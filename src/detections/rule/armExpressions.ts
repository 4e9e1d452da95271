import type { JsonObject, JsonValue } from '../../base/json.ts';
import { isObject } from './patch.ts';

/** What the expressions of a template may name. */
export interface ArmScope {
  /** Values that parameters have unless given. */
  readonly parameters: JsonObject;
  readonly variables: JsonObject;
}

/** Of a template, and of the one that it is nested in. */
export function scopeOf(template: JsonObject, outer?: ArmScope): ArmScope {
  const own = isObject(template['parameters']) ? template['parameters'] : {};
  const defaults = Object.entries(own).flatMap(([name, parameter]): [string, JsonValue][] =>
    isObject(parameter) && parameter['defaultValue'] !== undefined ? [[name, parameter['defaultValue']]] : [],
  );
  return {
    parameters: { ...outer?.parameters, ...Object.fromEntries(defaults) },
    variables: { ...outer?.variables, ...(isObject(template['variables']) ? template['variables'] : {}) },
  };
}

const EXPRESSION = /^\[[^]*\]$/;
const MAX_DEPTH = 20;

/** With each expression in its value, where parameters, variables and `concat` tell it; others stay as they are written. */
export function resolved(value: JsonValue, scope: ArmScope, depth = 0): JsonValue {
  if (typeof value === 'string') {
    if (!EXPRESSION.test(value)) return value;
    if (value.startsWith('[[')) return value.slice(1);
    return new Reader(value.slice(1, -1), scope, depth).read() ?? value;
  }
  if (Array.isArray(value)) return value.map((each: JsonValue) => resolved(each, scope, depth));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, scope, depth)]));
}

/** A text of a rule as a template must write it: one in brackets would be read as an expression. */
export function escaped(value: JsonValue): JsonValue {
  if (typeof value === 'string') return EXPRESSION.test(value) ? `[${value}` : value;
  if (Array.isArray(value)) return value.map((each: JsonValue) => escaped(each));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, escaped(each)]));
}

/** Reads one expression; undefined where a part of it has no value here, such as `resourceGroup().location`. */
class Reader {
  readonly #text: string;
  readonly #scope: ArmScope;
  readonly #depth: number;
  #at = 0;

  constructor(text: string, scope: ArmScope, depth: number) {
    this.#text = text;
    this.#scope = scope;
    this.#depth = depth;
  }

  read(): JsonValue | undefined {
    if (this.#depth > MAX_DEPTH) return undefined;
    const value = this.#value();
    return this.#take(/\s*$/y) === undefined ? undefined : value;
  }

  #value(): JsonValue | undefined {
    const text = this.#take(/\s*'((?:[^']|'')*)'/y);
    if (text !== undefined) return text[1]?.replaceAll("''", "'");
    const name = this.#take(/\s*(\w+)\s*\(/y)?.[1]?.toLowerCase();
    if (name === undefined) return undefined;
    const given: (JsonValue | undefined)[] = [];
    while (this.#take(/\s*\)/y) === undefined) {
      if (given.length > 0 && this.#take(/\s*,/y) === undefined) return undefined;
      const before = this.#at;
      given.push(this.#value());
      if (this.#at === before) return undefined;
    }
    let value = this.#call(name, given);
    for (let member = this.#member(); member !== undefined; member = this.#member())
      value = this.#resolve(isObject(value) && Object.hasOwn(value, member) ? value[member] : undefined);
    return value;
  }

  #member(): string | undefined {
    return this.#take(/\s*\.\s*(\w+)/y)?.[1];
  }

  #call(name: string, given: readonly (JsonValue | undefined)[]): JsonValue | undefined {
    const [first] = given;
    if (name === 'parameters' || name === 'variables') {
      const members = this.#scope[name];
      return typeof first === 'string' && Object.hasOwn(members, first)
        ? this.#resolve(members[first])
        : undefined;
    }
    if (name !== 'concat' || !given.every((each) => typeof each === 'string')) return undefined;
    return given.join('');
  }

  #resolve(value: JsonValue | undefined): JsonValue | undefined {
    return typeof value === 'string' ? resolved(value, this.#scope, this.#depth + 1) : value;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found ?? undefined;
  }
}
