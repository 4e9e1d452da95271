import { canonicalJson } from '../../base/canonicalJson.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';

/**
 * What turns one object into another. Each change holds only as long as the value that it replaced is still there, so
 * that what someone wrote since stays. Lists of objects that are as long are compared element by element.
 */
export interface Patch {
  readonly set?: JsonObject;
  readonly drop?: readonly string[];
  /** What the members named in `set` and `drop` were; those that are not named were absent. */
  readonly was?: JsonObject;
  /** By the name of a member, or by the place in a list. */
  readonly within?: Readonly<Record<string, Patch>>;
}

/** Undefined where both are the same, whatever the order of their members. */
export function diffObjects(from: JsonObject, to: JsonObject): Patch | undefined {
  const set = new Map<string, JsonValue>();
  const was = new Map<string, JsonValue>();
  const within = new Map<string, Patch>();
  const drop = Object.keys(from).filter((key) => !Object.hasOwn(to, key));
  for (const key of drop) was.set(key, from[key] ?? null);
  for (const [key, value] of Object.entries(to)) {
    const before = memberOf(from, key);
    const [inner, other] = [membersOf(before), membersOf(value)];
    if (inner && other && Array.isArray(before) === Array.isArray(value) && sameKeysInLists(before, value)) {
      const patch = diffObjects(inner, other);
      if (patch) within.set(key, patch);
    } else if (before === undefined || canonicalJson(before) !== canonicalJson(value)) {
      set.set(key, value);
      if (before !== undefined) was.set(key, before);
    }
  }
  const patch: Patch = {
    ...(set.size > 0 && { set: Object.fromEntries(set) }),
    ...(drop.length > 0 && { drop }),
    ...(was.size > 0 && { was: Object.fromEntries(was) }),
    ...(within.size > 0 && { within: Object.fromEntries(within) }),
  };
  return Object.keys(patch).length > 0 ? patch : undefined;
}

export function applyPatch(
  from: JsonObject,
  { set = {}, drop = [], was = {}, within = {} }: Patch,
): JsonObject {
  const unchanged = (key: string): boolean => {
    const [now, before] = [memberOf(from, key), memberOf(was, key)];
    return now === undefined || before === undefined
      ? now === before
      : canonicalJson(now) === canonicalJson(before);
  };
  const kept = Object.entries(from).filter(([key]) => !(drop.includes(key) && unchanged(key)));
  const changed = kept.map(([key, value]): [string, JsonValue] => {
    const inner = Object.hasOwn(within, key) ? within[key] : undefined;
    return [key, inner ? applyWithin(value, inner) : value];
  });
  return Object.fromEntries([...changed, ...Object.entries(set).filter(([key]) => unchanged(key))]);
}

function applyWithin(value: JsonValue, patch: Patch): JsonValue {
  const members = membersOf(value);
  if (!members) return value;
  const changed = applyPatch(members, patch);
  return Array.isArray(value) ? Object.values(changed) : changed;
}

/** A patch as it lies in a file that someone may have edited; anything else is no patch. */
export function readPatch(value: JsonValue | undefined): Patch {
  if (!isObject(value)) return {};
  const { set, drop, was, within } = value;
  return {
    ...(isObject(set) && { set }),
    ...(Array.isArray(drop) && { drop: drop.filter((key) => typeof key === 'string') }),
    ...(isObject(was) && { was }),
    ...(isObject(within) && {
      within: Object.fromEntries(Object.entries(within).map(([key, inner]) => [key, readPatch(inner)])),
    }),
  };
}

/** As a value of a file. */
export function patchJson({ set, drop, was, within }: Patch): JsonObject {
  return {
    ...(set && { set }),
    ...(drop && { drop }),
    ...(was && { was }),
    ...(within && {
      within: Object.fromEntries(Object.entries(within).map(([key, inner]) => [key, patchJson(inner)])),
    }),
  };
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function memberOf(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** An object, or a list of nothing but objects by their places. */
function membersOf(value: JsonValue | undefined): JsonObject | undefined {
  if (!Array.isArray(value)) return isObject(value) ? value : undefined;
  const list: readonly JsonValue[] = value;
  return list.length > 0 && list.every(isObject) ? Object.fromEntries(list.entries()) : undefined;
}

function sameKeysInLists(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return !Array.isArray(a) || !Array.isArray(b) || a.length === b.length;
}
