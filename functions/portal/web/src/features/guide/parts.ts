/** Whom a guide is for. */
export type Reader = 'customer' | 'agent' | 'administrator';

/** The parts of each guide, in the order in which one needs them. */
export const PARTS = {
  customer: ['submit', 'follow', 'answer', 'result', 'share', 'told', 'safe'],
  agent: ['accept', 'write', 'finish', 'urgent', 'find'],
  administrator: ['accounts', 'queues', 'people', 'face', 'checks'],
} as const;

/** The guides of somebody who works for an enterprise, his own first. */
export function readersOf(rights: readonly string[] | null | undefined): Reader[] {
  if (!rights) return ['customer'];
  return rights.includes('manage_enterprise') ? ['administrator', 'agent'] : ['agent'];
}
