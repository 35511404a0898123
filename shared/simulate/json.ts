/** Members of a record, and what they hold. */
export type Fields = Readonly<Record<string, unknown>>;
