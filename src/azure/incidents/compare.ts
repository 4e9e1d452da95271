import { canonicalJson } from '../../base/canonicalJson.ts';
import { isRecord } from '../../base/guards.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';

/** Words that people wrote; all else are names of the service's, which it gives in any case. */
const FREE_TEXT = new Set([
  'classificationComment',
  'resolvingComment',
  'labelName',
  'customTags',
  'comment',
  'title',
  'description',
  'message',
]);

/**
 * Whether what is there has all that is wanted. Services add to an owner or a label what they know, give lists in an order of
 * their own, and say "nothing" as null, as an empty text or by leaving it out.
 */
export function same(there: JsonValue, wanted: JsonValue, name = ''): boolean {
  if (isNothing(wanted)) return isNothing(there);
  if (isRecord(wanted) && isRecord(there))
    return Object.entries(wanted).every(([key, value]) => same(there[key] ?? null, value, key));
  if (Array.isArray(wanted) && Array.isArray(there)) {
    const left: JsonValue[] = [...(there as readonly JsonValue[])];
    return (
      wanted.length === left.length &&
      (wanted as readonly JsonValue[]).every((value) => {
        const at = left.findIndex((each) => same(each, value, name));
        if (at >= 0) left.splice(at, 1);
        return at >= 0;
      })
    );
  }
  if (typeof wanted === 'string' && typeof there === 'string' && !FREE_TEXT.has(name))
    return wanted.toLowerCase() === there.toLowerCase();
  return canonicalJson(there) === canonicalJson(wanted);
}

function isNothing(value: JsonValue): boolean {
  if (value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.values(value).every(isNothing);
}

/** Fields by name; null where there is none. */
export function pick(fields: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
}
