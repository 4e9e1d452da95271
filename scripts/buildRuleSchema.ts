/** Writes media/rule.schema.json and media/ruleTest.schema.json, made from the fields that lint knows. */
import { writeFileSync } from 'node:fs';
import { prettyJson } from '../src/base/prettyJson.ts';
import { ruleJsonSchema, testJsonSchema } from '../src/detections/rule/jsonSchema.ts';

writeFileSync('media/rule.schema.json', prettyJson(ruleJsonSchema()));
writeFileSync('media/ruleTest.schema.json', prettyJson(testJsonSchema()));
