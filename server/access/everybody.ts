/** Subject of a change of rights that may concern any user. */
export const EVERYBODY = '*';
