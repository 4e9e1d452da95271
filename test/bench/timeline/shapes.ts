/** How the events of a run lie in time and on lanes; `unsorted`: in bursts, and sorting them is a part of opening. */
export const SHAPES = ['bursts', 'second', 'yearly', 'unsorted', 'lanes400'] as const;
export type Shape = (typeof SHAPES)[number];
