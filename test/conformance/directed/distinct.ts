import type { JsonValue } from '../../../src/base/json.ts';
import type { Demand } from './asked.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A value like another that is different for each tag and still begins or ends as it is asked to. */
export function distinct(value: JsonValue, demands: readonly Demand[], tag: number): JsonValue {
  if (typeof value === 'number') return value + tag;
  if (typeof value !== 'string') return value === null ? `value ${tag}` : value;
  if (demands.some(({ kind }) => kind === 'regex')) return value;
  if (GUID.test(value)) return `${value.slice(0, 24)}${tag.toString(16).padStart(12, '0')}`;
  if (/^(\d+\.){3}\d+$/.test(value)) return `198.18.${(tag >> 8) % 256}.${tag % 256}`;
  const isBegun = demands.some(({ kind }) => kind === 'start');
  return !isBegun && /\.\w+$/.test(value) ? `x${tag}.${value}` : `${value}-${tag}`;
}
