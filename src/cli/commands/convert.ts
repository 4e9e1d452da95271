import { resolve } from 'node:path';
import { AzimuthError } from '../../base/errors.ts';
import type { JsonValue } from '../../base/json.ts';
import { armFromYaml, yamlFromArm } from '../../detections/rule/arm.ts';
import { RuleSource } from '../../detections/rule/source.ts';
import { ruleYaml } from '../../detections/rule/writeYaml.ts';
import type { RuleData } from '../../detections/rule/rule.ts';
import { readText } from '../../ruleServer/ruleFiles.ts';
import { type Command, EXIT, parse, single } from '../command.ts';

export const convert: Command = {
  name: 'convert',
  summary: 'turn a rule from YAML into an ARM template, or back',
  help: `Usage: azimuth convert FILE

Prints the ARM template of a rule file (YAML), or the rule files of an ARM template, resource or list (JSON), one YAML
document each. Nothing is lost either way: what one form has no place for is kept in the other's metadata.`,
  async run(args, terminal) {
    const { positionals } = parse(args, {});
    const path = resolve(terminal.cwd, single(positionals, 'FILE'));
    const text = await readText(path);
    if (/^\s*[[{]/.test(text)) {
      const rules = yamlFromArm(jsonOf(text, path));
      await terminal.out(rules.map(ruleYaml).join('---\n'));
      return EXIT.asked;
    }
    const source = new RuleSource(text);
    const [fault] = source.faults;
    if (fault) throw new AzimuthError('usage.not-a-rule', `${path} is no rule: ${fault.message}`);
    await terminal.out(`${JSON.stringify(armFromYaml(source.data as RuleData), null, 2)}\n`);
    return EXIT.asked;
  },
};

function jsonOf(text: string, path: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new AzimuthError('usage.not-json', `${path} is not JSON`, {}, { cause: error });
  }
}
