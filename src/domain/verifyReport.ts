export interface VerifyFinding {
  readonly code: string;
  /** Relative to the case, with forward slashes. */
  readonly file: string;
  /** From 1; absent where the whole file is meant. */
  readonly line?: number;
  readonly message: string;
}

export interface VerifyReport {
  readonly findings: readonly VerifyFinding[];
  readonly checked: {
    readonly journals: number;
    readonly lines: number;
    readonly originals: number;
    readonly events: number;
  };
}
