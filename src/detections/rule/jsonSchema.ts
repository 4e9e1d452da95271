import type { JsonObject } from '../../base/json.ts';
import { TEST_FIELDS } from '../test/testFields.ts';
import { type Field, FIELDS, type Form, KNOWN_FIELDS } from './fields.ts';

/** JSON Schema (draft 7) of a rule file, for editors that complete YAML by one. Lint says more than it can. */
export function ruleJsonSchema(): JsonObject {
  const others = KNOWN_FIELDS.filter((name) => !FIELDS.some((field) => field.name === name));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Sentinel detection rule',
    ...recordSchema(FIELDS),
    properties: {
      ...propertiesOf(FIELDS),
      ...Object.fromEntries(others.map((name) => [name, {}])),
    },
  };
}

/** As ruleJsonSchema, of the tests of a rule. */
export function testJsonSchema(): JsonObject {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Tests of a Sentinel detection rule',
    ...recordSchema(TEST_FIELDS),
  };
}

function recordSchema(fields: readonly Field[]): JsonObject {
  const required = fields.filter((field) => field.required === 'always').map(({ name }) => name);
  return { type: 'object', properties: propertiesOf(fields), ...(required.length > 0 && { required }) };
}

function propertiesOf(fields: readonly Field[]): JsonObject {
  return Object.fromEntries(
    fields.map(({ name, about, value }) => [name, { description: about, ...formSchema(value) }]),
  );
}

/** Without what a schema cannot say as lint does: words in any case, durations, numbers written as texts. */
function formSchema(form: Form): JsonObject {
  switch (form.form) {
    case 'any':
      return {};
    case 'flag':
      return { type: 'boolean' };
    case 'text':
      return { type: ['string', 'number'], ...(form.max !== undefined && { maxLength: form.max }) };
    case 'word':
      return { type: 'string', anyOf: [{ enum: [...form.words] }, {}] };
    case 'duration':
      return { type: 'string', examples: ['5m', '1h', '1d', '14d'] };
    case 'whole':
      return { type: ['integer', 'string'] };
    case 'list':
      return {
        type: 'array',
        items: formSchema(form.of),
        ...(form.min !== undefined && { minItems: form.min }),
        ...(form.max !== undefined && { maxItems: form.max }),
      };
    case 'record':
      return recordSchema(form.fields);
    case 'either':
      return { anyOf: form.of.map(formSchema) };
    case 'map':
      return { type: 'object', maxProperties: form.max, additionalProperties: formSchema(form.of) };
  }
}
