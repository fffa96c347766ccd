import type { Rule } from 'eslint';

export function complaint(file: string): string | undefined;
export const noCircles: Rule.RuleModule;
