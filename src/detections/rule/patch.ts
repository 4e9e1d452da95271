import { canonicalJson } from '../../base/canonicalJson.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';

/** What turns one object into another; lists are replaced as a whole. */
export interface Patch {
  readonly set?: JsonObject;
  readonly drop?: readonly string[];
  readonly within?: Readonly<Record<string, Patch>>;
}

/** Undefined where both are the same, whatever the order of their members. */
export function diffObjects(from: JsonObject, to: JsonObject): Patch | undefined {
  const set: Record<string, JsonValue> = {};
  const within: Record<string, Patch> = {};
  const drop = Object.keys(from).filter((key) => !Object.hasOwn(to, key));
  for (const [key, value] of Object.entries(to)) {
    const before = Object.hasOwn(from, key) ? from[key] : undefined;
    if (isObject(before) && isObject(value)) {
      const inner = diffObjects(before, value);
      if (inner) within[key] = inner;
    } else if (before === undefined || canonicalJson(before) !== canonicalJson(value)) set[key] = value;
  }
  const patch: Patch = {
    ...(Object.keys(set).length > 0 && { set }),
    ...(drop.length > 0 && { drop }),
    ...(Object.keys(within).length > 0 && { within }),
  };
  return Object.keys(patch).length > 0 ? patch : undefined;
}

export function applyPatch(from: JsonObject, { set = {}, drop = [], within = {} }: Patch): JsonObject {
  const kept = Object.entries(from).filter(([key]) => !drop.includes(key));
  const changed = kept.map(([key, value]): [string, JsonValue] => {
    const inner = Object.hasOwn(within, key) ? within[key] : undefined;
    return [key, inner && isObject(value) ? applyPatch(value, inner) : value];
  });
  return Object.fromEntries([...changed, ...Object.entries(set)]);
}

/** A patch as it lies in a file that someone may have edited; anything else is no patch. */
export function readPatch(value: JsonValue | undefined): Patch {
  if (!isObject(value)) return {};
  const { set, drop, within } = value;
  return {
    ...(isObject(set) && { set }),
    ...(Array.isArray(drop) && { drop: drop.filter((key) => typeof key === 'string') }),
    ...(isObject(within) && {
      within: Object.fromEntries(Object.entries(within).map(([key, inner]) => [key, readPatch(inner)])),
    }),
  };
}

/** As a value of a file. */
export function patchJson({ set, drop, within }: Patch): JsonObject {
  return {
    ...(set && { set }),
    ...(drop && { drop }),
    ...(within && {
      within: Object.fromEntries(Object.entries(within).map(([key, inner]) => [key, patchJson(inner)])),
    }),
  };
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
