import { AzimuthError } from '../../base/errors.ts';
import { isArrayOf, isRecord, isString } from '../../base/guards.ts';

type Primitive = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

export type AvroSchema =
  | { readonly kind: Primitive }
  | { readonly kind: 'record'; fields: readonly { readonly name: string; readonly schema: AvroSchema }[] }
  | { readonly kind: 'enum'; readonly symbols: readonly string[] }
  | { readonly kind: 'array'; readonly items: AvroSchema }
  | { readonly kind: 'map'; readonly values: AvroSchema }
  | { readonly kind: 'union'; readonly options: readonly AvroSchema[] }
  | { readonly kind: 'fixed'; readonly size: number };

const PRIMITIVES: ReadonlySet<string> = new Set<Primitive>([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);
const isPrimitive = (name: string): name is Primitive => PRIMITIVES.has(name);
const MAX_DEPTH = 64;

export function broken(what: string): AzimuthError {
  return new AzimuthError('import.broken-avro', `The Avro file is damaged or not readable: ${what}.`, {
    unharmed: 'what came before the damage is imported',
  });
}

/** A schema as Avro writes it in JSON; names may be used again after their definition. Throws `import.broken-avro`. */
export function avroSchema(json: unknown, named = new Map<string, AvroSchema>(), depth = 0): AvroSchema {
  if (depth > MAX_DEPTH) throw broken('its schema is nested too deeply');
  const inner = (value: unknown): AvroSchema => avroSchema(value, named, depth + 1);
  if (isString(json)) {
    const known = isPrimitive(json) ? { kind: json } : named.get(json);
    if (!known) throw broken(`its schema has an unknown type "${json.slice(0, 50)}"`);
    return known;
  }
  if (Array.isArray(json)) return { kind: 'union', options: json.map(inner) };
  if (!isRecord(json)) throw broken('its schema is not one');
  const { type, name, fields, symbols, items, values, size } = json;
  const define = <T extends AvroSchema>(schema: T): T => {
    if (isString(name)) named.set(name, schema);
    return schema;
  };
  if (type === 'record' && Array.isArray(fields)) {
    const record = define({ kind: 'record', fields: [] as { name: string; schema: AvroSchema }[] });
    for (const field of fields as readonly unknown[])
      if (isRecord(field) && isString(field['name']))
        record.fields.push({ name: field['name'], schema: inner(field['type']) });
    return record;
  }
  if (type === 'enum' && isArrayOf(isString)(symbols)) return define({ kind: 'enum', symbols });
  if (type === 'array') return { kind: 'array', items: inner(items) };
  if (type === 'map') return { kind: 'map', values: inner(values) };
  if (type === 'fixed' && typeof size === 'number') return define({ kind: 'fixed', size });
  return inner(type);
}

/** Reads values of Avro's binary encoding. Throws `import.broken-avro` at the end of the bytes. */
export class AvroReader {
  at = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Integers beyond 2^53 lose digits, which no size or count comes near. */
  long(): number {
    const value = this.#zigzag();
    return Number(value);
  }

  value(schema: AvroSchema, depth = 0): unknown {
    if (depth > MAX_DEPTH) throw broken('a record is nested too deeply');
    switch (schema.kind) {
      case 'null':
        return null;
      case 'boolean':
        return this.#take(1)[0] === 1;
      case 'int':
      case 'long': {
        const whole = this.#zigzag();
        return Number.isSafeInteger(Number(whole)) ? Number(whole) : String(whole);
      }
      case 'float':
        return this.#take(4).readFloatLE(0);
      case 'double':
        return this.#take(8).readDoubleLE(0);
      case 'bytes':
        return this.#take(this.long());
      case 'string':
        return this.#take(this.long()).toString('utf8');
      case 'fixed':
        return this.#take(schema.size);
      case 'enum':
        return schema.symbols[this.long()] ?? null;
      case 'union': {
        const option = schema.options[this.long()];
        if (!option) throw broken('a value is of no type of its union');
        return this.value(option, depth + 1);
      }
      case 'record':
        return Object.fromEntries(
          schema.fields.map((field) => [field.name, this.value(field.schema, depth + 1)]),
        );
      case 'array':
        return this.#blocks(() => this.value(schema.items, depth + 1));
      case 'map':
        return Object.fromEntries(
          this.#blocks((): [string, unknown] => [
            this.#take(this.long()).toString('utf8'),
            this.value(schema.values, depth + 1),
          ]),
        );
    }
  }

  #blocks<T>(item: () => T): readonly T[] {
    const items: T[] = [];
    for (let count = this.long(); count !== 0; count = this.long()) {
      if (count < 0) this.long();
      for (let n = 0; n < Math.abs(count); n++) {
        items.push(item());
        // Items of no bytes could be claimed without end.
        if (items.length > this.#bytes.length) throw broken('a list claims more items than there are bytes');
      }
    }
    return items;
  }

  #zigzag(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#take(1)[0] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return (value >> 1n) ^ -(value & 1n);
    }
    throw broken('a number has no end');
  }

  #take(size: number): Buffer {
    if (size < 0 || this.at + size > this.#bytes.length) throw broken('a value goes beyond its end');
    this.at += size;
    return this.#bytes.subarray(this.at - size, this.at);
  }
}
