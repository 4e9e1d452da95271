/** Names inside a case folder. Everything under `derived` can be deleted; the rest is the case. */
export const LAYOUT = {
  caseFile: 'case.yaml',
  notebooks: 'notebooks',
  timeline: 'timeline',
  journal: 'journal',
  evidence: 'evidence',
  rejects: 'rejects',
  watchlists: 'watchlists',
  functions: 'functions',
  detections: 'detections',
  derived: 'derived',
  tables: 'derived/tables',
  sources: 'derived/sources',
  /** Answers kept for the notebooks that asked: a folder each. */
  results: 'derived/results',
  /** Ids of the imports whose rows are in `tables`: what is not of one of them is not there. */
  imported: 'derived/committed.json',
  /** What was counted in `tables`. */
  summaries: 'derived/summaries.json',
  /** Files being written; each is renamed to its place or left here by a kill. */
  temporary: 'derived/tmp',
  locks: 'derived/locks',
  /** What this working copy last wrote to each of its journals. */
  writers: 'derived/writers',
} as const;
