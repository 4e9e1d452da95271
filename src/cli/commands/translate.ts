import type { QueryRequest } from '../../domain/answer.ts';
import type { Translation } from '../../kql/engine.ts';
import { type Command, EXIT, parse } from '../command.ts';
import { withBareEngine, withCase } from '../openings.ts';
import { asked } from '../markedQuery.ts';
import { QUERY_FLAGS, QUERY_FLAGS_HELP, queryText, requestOptions } from '../queryText.ts';

export const translate: Command = {
  name: 'translate',
  summary: 'show the plan and the SQL of a query',
  help: `Usage: azimuth translate [--case DIR] [--json] [KQL | @FILE]

Shows what the embedded engine makes of KQL without running it. With no KQL, reads standard input.

${QUERY_FLAGS_HELP}
  --json                 print {columns: [{name, type}], plan, sql}`,
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      ...QUERY_FLAGS,
      case: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    const request: QueryRequest = { ...requestOptions(values), text: await queryText(positionals, terminal) };
    const { case: folder } = values;
    const { columns, plan, sql }: Translation = await asked(request.text, () =>
      folder === undefined
        ? withBareEngine((engine) => engine.translate(request))
        : withCase(folder, terminal, (session) => session.translate(request)),
    );
    await terminal.out(
      values.json ? `${JSON.stringify({ columns, plan, sql })}\n` : `${plan.trimEnd()}\n\n${sql.trimEnd()}\n`,
    );
    return EXIT.asked;
  },
};
