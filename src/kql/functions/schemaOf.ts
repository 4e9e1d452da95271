import type { Dynamic } from '../values/dynamic.ts';
import { dyn } from './dyn.ts';
import type { ScalarEntry } from './entry.ts';

/** What is known of values seen at one place: scalar types in their order, members of bags, elements of arrays. */
interface Schema {
  readonly types: Set<string>;
  readonly members: Map<string, Schema>;
  elements: Schema | undefined;
}

function empty(): Schema {
  return { types: new Set(), members: new Map(), elements: undefined };
}

function see(value: Dynamic, schema: Schema): void {
  if (value === null) return;
  if (Array.isArray(value)) {
    schema.elements ??= empty();
    for (const item of value) see(item, schema.elements);
  } else if (value instanceof Map) {
    for (const [key, member] of value) {
      const known = schema.members.get(key) ?? empty();
      schema.members.set(key, known);
      see(member, known);
    }
  } else schema.types.add(nameOf(value));
}

function nameOf(value: string | number | bigint | boolean): string {
  switch (typeof value) {
    case 'bigint':
      return 'long';
    case 'number':
      return 'double';
    case 'boolean':
      return 'bool';
    default:
      return 'string';
  }
}

/** One type as it is, several as an array; an array's elements under `indexer` in grave accents. */
function printed({ types, members, elements }: Schema): Dynamic {
  const options: Dynamic[] = [...types];
  const bag = new Map([...members].map(([key, member]): [string, Dynamic] => [key, printed(member)]));
  if (elements) bag.set('`indexer`', printed(elements));
  if (bag.size > 0) options.push(bag);
  const [only] = options;
  return options.length === 1 && only !== undefined ? only : options;
}

export const SCHEMA_OF: ScalarEntry = dyn('schema_of', ['dynamic'], 'dynamic', (values: Dynamic): Dynamic => {
  if (!Array.isArray(values) || values.length === 0) return null;
  const schema = empty();
  for (const value of values) see(value, schema);
  return printed(schema);
});
