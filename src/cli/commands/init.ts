import { resolve } from 'node:path';
import { NodeStorage } from '../../cases/nodeStorage.ts';
import { makeCase } from '../../cases/newCase.ts';
import { type Command, EXIT, parse, single } from '../command.ts';
import { currentIdentity } from '../../cases/identity.ts';

export const init: Command = {
  name: 'init',
  summary: 'make a new, empty case',
  help: `Usage: azimuth init DIR [--title TEXT] [--json]

Makes the folder DIR a case. Files that are there stay.

  --title TEXT   title of the case; the folder's name unless given
  --json         print {id, folder} as JSON`,
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      title: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    const folder = resolve(terminal.cwd, single(positionals, 'DIR'));
    const identity = currentIdentity();
    const title = values.title ?? folder.split(/[\\/]/).at(-1) ?? folder;
    const info = await makeCase(new NodeStorage(folder), { title, owner: identity.person }, identity);
    await terminal.out(
      values.json
        ? `${JSON.stringify({ id: info.id, folder })}\n`
        : `Made the case "${info.title}" in ${folder}\n`,
    );
    return EXIT.asked;
  },
};
