/** What went wrong in a form that every surface (notification, CLI, cell output) can render the same way. */
export interface ErrorGuidance {
  /** What stayed intact, in one clause: "the case is unchanged". */
  readonly unharmed?: string;
  /** What the person can do, one imperative sentence each. */
  readonly next?: readonly string[];
}

/**
 * An expected failure with a stable code. Anything thrown that is not an AzimuthError is a defect of ours.
 * `code` is kebab-case and namespaced by module: `journal.torn-line`, `import.bad-zip-entry`.
 */
export class AzimuthError extends Error {
  readonly code: string;
  readonly guidance: ErrorGuidance;

  constructor(code: string, message: string, guidance: ErrorGuidance = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AzimuthError';
    this.code = code;
    this.guidance = guidance;
  }
}

export function isCancellation(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
