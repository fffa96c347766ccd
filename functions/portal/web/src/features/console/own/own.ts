/** What stands before the paths of own tickets. */
export const OWN = '/console/own';
