import classes from './mono-input.module.css';

/** For fields that hold what machines read: ids, addresses, codes, certificates. */
export const monoInput = { input: classes['input']! };
