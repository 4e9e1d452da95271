/** Something that this machine lacks and that a person can install: shown as one line, without a stack. */
export class MissingTool extends Error {
  constructor(what: string, remedy: string) {
    super(`${what}; ${remedy}`);
    this.name = 'MissingTool';
  }
}

/** Prints what a script died of: one line for what a person can mend, the stack for what we must. */
export function reportFailure(error: unknown): void {
  if (error instanceof MissingTool) console.error(`azimuth: ${error.message}`);
  else console.error(error);
  process.exitCode = 1;
}
