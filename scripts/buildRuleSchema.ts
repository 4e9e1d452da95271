/** Writes media/rule.schema.json: the JSON Schema of rule files, made from the fields that lint knows. */
import { writeFileSync } from 'node:fs';
import { prettyJson } from '../src/base/prettyJson.ts';
import { ruleJsonSchema } from '../src/detections/rule/jsonSchema.ts';

writeFileSync('media/rule.schema.json', prettyJson(ruleJsonSchema()));
