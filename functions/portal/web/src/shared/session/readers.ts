/** Whom a guide is for. */
export type Reader = 'customer' | 'agent' | 'administrator';

/** The guides of somebody who works for an enterprise, his own first. */
export function readersOf(rights: readonly string[] | null | undefined): Reader[] {
  if (!rights) return ['customer'];
  return rights.includes('manage_enterprise') ? ['administrator', 'agent'] : ['agent'];
}
